package dev.roam.session;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container whose session is the working copy itself, and which writes down what it is told. */
final class TestContainer implements Container<TestContainer.TestSession> {
    /** The container's session. */
    record TestSession(WorkingCopy<TestSession> copy) {}

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Consumer<TestSession> whenPassivated = session -> {};
    volatile OutsideUse.@Nullable Request request;
    volatile Consumer<TestSession> whenCreated = session -> {};
    volatile Consumer<TestSession> whenEnded = session -> {};
    volatile Consumer<TestSession> whenGone = session -> {};

    @Override
    public TestSession newSession(WorkingCopy<TestSession> copy) {
        return new TestSession(copy);
    }

    @Override
    public @Nullable ClassLoader loader() {
        return TestContainer.class.getClassLoader();
    }

    @Override
    public boolean distributes(String name, Object value) {
        return true;
    }

    @Override
    public void end(TestSession session, Ending ending) {
        told.add("end " + ending.cause());
        try (ending) {
            whenEnded.accept(session);
        }
    }

    @Override
    public void gone(TestSession session, Cause cause) {
        told.add("gone " + cause);
        whenGone.accept(session);
    }

    @Override
    public String drawId() {
        return UUID.randomUUID().toString();
    }

    @Override
    public int maxInactive() {
        return 1234;
    }

    /** As on a Tomcat: what follows a full stop. */
    @Override
    public String withoutRoute(String id) {
        return id.replaceFirst("\\..*", "");
    }

    @Override
    public void created(TestSession session) {
        told.add("created");
        whenCreated.accept(session);
    }

    @Override
    public void setAttribute(TestSession session, String name, @Nullable Object value) {
        told.add("set " + name + "=" + value);
        if (value == null) {
            session.copy().remove(Scope.APPLICATION, name);
        } else {
            session.copy().put(Scope.APPLICATION, name, value);
        }
    }

    @Override
    public OutsideUse.@Nullable Request request() {
        return request;
    }

    @Override
    public void activated(TestSession session, String name, Object value) {}

    @Override
    public void passivating(TestSession session, String name, Object value) {
        whenPassivated.accept(session);
    }
}
