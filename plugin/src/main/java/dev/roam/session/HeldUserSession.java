package dev.roam.session;

import dev.roam.UserSession;
import dev.roam.WorkingCopy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A user's session whose every use is an update of its own. It is the session that it was, whatever becomes of its id. Thread-safe. */
final class HeldUserSession<S> implements UserSession {
    private final ApplicationRegistry<S> registry;
    private final WorkingCopy<S> copy;
    private final String user;

    HeldUserSession(ApplicationRegistry<S> registry, WorkingCopy<S> copy, String user) {
        this.registry = registry;
        this.copy = copy;
        this.user = user;
    }

    @Override
    public String id() {
        return copy.id();
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return used(session -> session.getAttribute(name));
    }

    @Override
    public Set<String> attributeNames() {
        return used(UserSession::attributeNames);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        used(session -> {
            session.setAttribute(name, value);
            return null;
        });
    }

    @Override
    public int maxInactive() {
        return used(UserSession::maxInactive);
    }

    @Override
    public void maxInactive(int seconds) {
        used(session -> {
            session.maxInactive(seconds);
            return null;
        });
    }

    @SuppressWarnings("NullAway") // null only if the use has answered null
    private <T extends @Nullable Object> T used(Function<UserSession, T> use) {
        AtomicReference<T> answer = new AtomicReference<>();
        if (!registry.update(copy, null, user, session -> answer.set(use.apply(session)))) {
            throw new IllegalStateException("The session is gone, or is no longer that of user " + user);
        }
        return answer.get();
    }
}
