package dev.roam.jetty;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.OutsideUse;
import dev.roam.WorkingCopy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.jetty.session.SessionContext;
import org.jspecify.annotations.Nullable;

/** A web application of Jetty's as the core sees it. */
final class WebApplication implements Container<RoamSession> {
    private static final Logger LOG = System.getLogger(WebApplication.class.getName());

    private final RoamSessionCache cache;
    private final SessionContext context;
    private volatile @Nullable ClassLoader loader;

    WebApplication(RoamSessionCache cache, SessionContext context) {
        this.cache = cache;
        this.context = context;
    }

    /** @param application the web application's loader, or the server's where it has none of its own */
    void started(ClassLoader application) {
        loader = new AttributeClasses(
                application, cache.getSessionManager().getClass().getClassLoader());
    }

    void stopped() {
        loader = null;
    }

    @Override
    public RoamSession newSession(WorkingCopy<RoamSession> copy) {
        return new RoamSession(cache, copy);
    }

    @Override
    public @Nullable ClassLoader loader() {
        return loader;
    }

    @Override
    public boolean distributes(String name, Object value) {
        return true;
    }

    @Override
    public void end(RoamSession session, Ending ending) {
        context.getContext().run(() -> session.end(ending));
    }

    /** Nothing in Jetty hangs on a session: its WebSockets outlive it. */
    @Override
    public void gone(RoamSession session, Cause cause) {
        session.ended();
    }

    @Override
    public String drawId() {
        return cache.getSessionManager().getSessionIdManager().newSessionId(null, null, System.currentTimeMillis());
    }

    @Override
    public int maxInactive() {
        return cache.getSessionManager().getMaxInactiveInterval();
    }

    @Override
    public String withoutRoute(String id) {
        return cache.getSessionManager().getSessionIdManager().getId(id);
    }

    /** New to its listeners alone: whoever brings its id knows it. */
    @Override
    public void created(RoamSession session) {
        context.getContext().run(() -> cache.getSessionManager().onSessionCreated(session));
        session.isKnown();
    }

    @Override
    public void setAttribute(RoamSession session, String name, @Nullable Object value) {
        context.getContext().run(() -> session.outside().keeping(() -> session.setAttribute(name, value)));
    }

    @Override
    public OutsideUse.@Nullable Request request() {
        return cache.request();
    }

    @Override
    public void activated(RoamSession session, String name, Object value) {
        tell(value, () -> cache.getSessionManager().onSessionActivation(new OneAttribute(session, name, value)));
    }

    @Override
    public void passivating(RoamSession session, String name, Object value) {
        tell(value, () -> cache.getSessionManager().onSessionPassivation(new OneAttribute(session, name, value)));
    }

    /** What a listener throws is logged and concerns nobody else. */
    private void tell(Object value, Runnable listener) {
        if (!ActivationListeners.isOne(value)) {
            return;
        }
        context.getContext().run(() -> {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "An activation listener of class " + value.getClass().getName() + " failed",
                        e);
            }
        });
    }
}
