package dev.roam.tomcat;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.OutsideUse;
import dev.roam.WorkingCopy;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.function.Consumer;
import org.apache.catalina.Loader;
import org.apache.catalina.session.Constants;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** A context of Tomcat as the core sees it. */
final class WebApplication implements Container<RoamSession> {
    private final RoamManager manager;

    WebApplication(RoamManager manager) {
        this.manager = manager;
    }

    @Override
    public RoamSession newSession(WorkingCopy<RoamSession> copy) {
        return new RoamSession(manager, copy);
    }

    @Override
    public @Nullable ClassLoader loader() {
        Loader loader = manager.getContext().getLoader();
        return loader == null ? null : loader.getClassLoader();
    }

    @Override
    public boolean distributes(String name, Object value) {
        return !Constants.excludedAttributeNames.contains(name)
                && !LocalBindings.isOne(value)
                && manager.willAttributeDistribute(name, value);
    }

    @Override
    public void end(RoamSession session, Ending ending) {
        inApplication(() -> session.end(ending));
    }

    @Override
    public void gone(RoamSession session, Cause cause) {
        inApplication(() -> session.gone(cause));
    }

    @Override
    public String drawId() {
        return manager.drawId();
    }

    @Override
    public int maxInactive() {
        return manager.newTimeout();
    }

    @Override
    public String withoutRoute(String id) {
        return RoutedIds.withoutRoute(id);
    }

    /** New to its listeners alone: whoever brings its id knows it. */
    @Override
    public void created(RoamSession session) {
        inApplication(() -> manager.tellNew(session));
        session.setNew(false);
    }

    @Override
    public void setAttribute(RoamSession session, String name, @Nullable Object value) {
        inApplication(() -> session.outside().keeping(() -> session.setAttribute(name, value)));
    }

    @Override
    public OutsideUse.@Nullable Request request() {
        return CurrentRequest.ofThread();
    }

    @Override
    public void activated(RoamSession session, String name, Object value) {
        tell(session, value, event -> ((HttpSessionActivationListener) value).sessionDidActivate(event));
    }

    @Override
    public void passivating(RoamSession session, String name, Object value) {
        tell(session, value, event -> ((HttpSessionActivationListener) value).sessionWillPassivate(event));
    }

    /** As {@code StandardSession.activate} and {@code passivate} do: what a listener throws is logged and concerns nobody else. */
    private void tell(RoamSession session, Object value, Consumer<HttpSessionEvent> listener) {
        if (!(value instanceof HttpSessionActivationListener)) {
            return;
        }
        inApplication(() -> {
            try {
                listener.accept(new HttpSessionEvent(session.getSession()));
            } catch (Throwable t) {
                ExceptionUtils.handleThrowable(t);
                manager.getContext()
                        .getLogger()
                        .error(
                                "An activation listener of class "
                                        + value.getClass().getName() + " failed",
                                t);
            }
        });
    }

    private void inApplication(Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        ClassLoader applications = loader();
        thread.setContextClassLoader(applications == null ? callers : applications);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(callers);
        }
    }
}
