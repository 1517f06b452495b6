package dev.roam.jetty;

import dev.roam.ApplicationOptions;
import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.Identity;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import dev.roam.codec.JavaCodec;
import dev.roam.codec.SerialFilter;
import dev.roam.session.ApplicationSessions;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node with another container than Jetty in the same cluster: it knows identities, and nothing of Jetty's. */
final class OtherContainer implements Container<String>, AutoCloseable {
    /** The name of what is at the root, on any container. */
    private static final String APPLICATION = "localhost/";

    private final ApplicationSessions<String> sessions;

    OtherContainer(SharedRecords records) {
        ApplicationOptions options = ApplicationOptions.parse(Map.of("storeTimeout", "1s"), APPLICATION);
        JavaCodec codec = new JavaCodec(OtherContainer.class.getClassLoader(), SerialFilter.of(null));
        sessions = new ApplicationSessions<>(options, this, records.store(APPLICATION), codec, new Random(), () -> {});
    }

    /** A new session, not stored yet, in use by a request. */
    WorkingCopy<String> begun(String id) {
        WorkingCopy<String> copy = sessions.create(id, 60);
        copy.enter();
        return copy;
    }

    @Nullable
    Identity identity(String id) {
        return opened(id).identity();
    }

    /** Logs a user in, or out with null. */
    void identity(String id, @Nullable Identity user) {
        opened(id).identity(user);
    }

    /** The attributes that an application on this container would see. */
    Set<String> attributes(String id) {
        return opened(id).names(Scope.APPLICATION);
    }

    WorkingCopy<String> opened(String id) {
        WorkingCopy<String> copy = sessions.find(id);
        if (!copy.openOutside()) {
            throw new AssertionError("session " + id + " is gone");
        }
        return copy;
    }

    @Override
    public void close() {
        sessions.close();
    }

    @Override
    public String newSession(WorkingCopy<String> copy) {
        return copy.id();
    }

    @Override
    public ClassLoader loader() {
        return OtherContainer.class.getClassLoader();
    }

    @Override
    public boolean distributes(String name, Object value) {
        return true;
    }

    @Override
    public void end(String session, Ending ending) {
        ending.close();
    }

    @Override
    public void gone(String session, Cause cause) {}

    @Override
    public String drawId() {
        throw new UnsupportedOperationException("no session is made here");
    }

    @Override
    public int maxInactive() {
        return -1;
    }

    @Override
    public String withoutRoute(String id) {
        return id;
    }

    @Override
    public void created(String session) {}

    @Override
    public void setAttribute(String session, String name, @Nullable Object value) {}

    @Override
    public OutsideUse.@Nullable Request request() {
        return null;
    }

    @Override
    public void activated(String session, String name, Object value) {}

    @Override
    public void passivating(String session, String name, Object value) {}
}
