package dev.roam.session;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.WorkingCopy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container whose session is the working copy itself, and which writes down what it is told. */
final class TestContainer implements Container<TestContainer.TestSession> {
    /** The container's session. */
    record TestSession(WorkingCopy<TestSession> copy) {}

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Consumer<TestSession> whenPassivated = session -> {};
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
    public void activated(TestSession session, String name, Object value) {}

    @Override
    public void passivating(TestSession session, String name, Object value) {
        whenPassivated.accept(session);
    }
}
