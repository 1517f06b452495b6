package dev.roam.jetty;

import dev.roam.ApplicationOptions;
import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.SessionIds;
import dev.roam.Sessions;
import dev.roam.WorkingCopy;
import dev.roam.codec.JavaCodec;
import dev.roam.codec.SerialFilter;
import dev.roam.session.ApplicationSessions;
import dev.roam.store.Store;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache as the door to one application's {@link Sessions}: what Jetty would look up, load and store here is theirs, so this keeps no
 * session. Each request's entering and leaving is {@link SessionRequest}'s.
 */
final class SeamSessionCache extends AbstractSessionCache implements Container<SeamSession> {
    private final Store store;
    private final RequestScopes scopes = new RequestScopes();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private @Nullable Sessions<SeamSession> sessions;
    private volatile @Nullable ClassLoader loader;

    SeamSessionCache(SessionManager manager, Store store) {
        super(manager);
        this.store = store;
    }

    // ----------------------------------------------------------------- life cycle

    @Override
    public void initialize(SessionContext context) {
        super.initialize(context);
        handler().addEventListener(scopes);
    }

    private ContextHandler handler() {
        return ((ContextHandler.ScopedContext) _context.getContext()).getContextHandler();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ApplicationOptions options =
                ApplicationOptions.parse(Map.of("reapInterval", "50ms", "storeTimeout", "1s"), "localhost/");
        // Not the context's own, which is null where it has none: then the server's serves.
        ClassLoader bound = Thread.currentThread().getContextClassLoader();
        loader = bound;
        JavaCodec codec = new JavaCodec(bound, SerialFilter.of(null));
        ApplicationSessions<SeamSession> started =
                new ApplicationSessions<>(options, this, store, codec, new Random(), () -> {});
        started.start();
        sessions = started;
    }

    /** Jetty's last call in the scope of the context while its listeners are there. */
    @Override
    public void shutdown() {
        sessions().close();
        loader = null;
        handler().removeEventListener(scopes);
    }

    private Sessions<SeamSession> sessions() {
        return Objects.requireNonNull(sessions, "not started");
    }

    /** What this thread does now. */
    SessionRequest current() {
        return scopes.current();
    }

    // ------------------------------------------------------------ Jetty's requests

    /** Optimistic: asks nothing, unless more is known about the id than that a request brought it. */
    @Override
    public @Nullable ManagedSession get(String id) {
        if (!SessionIds.plausible(id)) {
            return null;
        }
        SeamSession session = sessions().find(id).session();
        SessionRequest request = current();
        request.enter(session, id);
        // An id that the session had once must not be answered with the one it has now, and of several only one counts.
        boolean doubtful = !id.equals(session.copy().id()) || request.bringsSeveralIds(getSessionManager());
        return !doubtful || request.confirms(session) ? session : null;
    }

    @Override
    public ManagedSession newSession(String id, long time, long maxInactiveMillis) {
        current().throwFailure();
        return sessions()
                .create(id, maxInactiveMillis <= 0 ? -1 : Math.toIntExact(maxInactiveMillis / 1000))
                .session();
    }

    @Override
    public void add(String id, ManagedSession session) {
        current().enterNew((SeamSession) session);
    }

    /** Too late: Jetty would swallow a failure. See {@link CommittingStream}. */
    @Override
    public void commit(ManagedSession session) {}

    /** Jetty calls it for the session that the request has in the end, not for each that it entered. See {@link CommittingStream}. */
    @Override
    public void release(ManagedSession session) {}

    @Override
    public boolean exists(String id) {
        return current().recording(() -> sessions().exists(id));
    }

    @Override
    public boolean contains(String id) {
        return sessions().held().stream().anyMatch(session -> session.getId().equals(id));
    }

    /** Jetty renames in every context; those that have no such session pay one operation to learn it. */
    @Override
    public @Nullable ManagedSession renewSessionId(
            String oldId, String newId, String oldExtendedId, String newExtendedId) {
        if (!SessionIds.plausible(oldId)) {
            return null;
        }
        WorkingCopy<SeamSession> copy = sessions().find(oldId);
        return current().recording(() -> {
            if (!copy.open(oldId)) {
                return null;
            }
            copy.rename(SessionIds.renamed(newId, SessionIds.key(copy.id())));
            return copy.isGone() ? null : copy.session();
        });
    }

    /** Jetty ends what is answered here, by {@link SeamSession#beginInvalidate}, which claims it. */
    @Override
    public @Nullable ManagedSession delete(String id) {
        return ending.contains(id) || !SessionIds.plausible(id)
                ? null
                : sessions().find(id).session();
    }

    /** Keeps Jetty from ending a session a second time while it ends it in all contexts. */
    void ending(String id, Runnable invalidation) {
        ending.add(id);
        try {
            invalidation.run();
        } finally {
            ending.remove(id);
        }
    }

    @Override
    public Set<String> checkExpiration(Set<String> candidates) {
        return Set.of(); // Sessions reaps
    }

    // ------------------------------------------------------------------- Container

    @Override
    public SeamSession newSession(WorkingCopy<SeamSession> copy) {
        return new SeamSession(this, copy);
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
    public void end(SeamSession session, Ending ending) {
        _context.run(() -> session.end(ending));
    }

    @Override
    public void gone(SeamSession session, Cause cause) {
        session.ended();
    }

    @Override
    public void activated(SeamSession session, String name, Object value) {
        getSessionManager().onSessionActivation(only(session, name, value));
    }

    @Override
    public void passivating(SeamSession session, String name, Object value) {
        getSessionManager().onSessionPassivation(only(session, name, value));
    }

    /** Jetty's managers know the listener interface of their servlet API, but look through all attributes: show them one. */
    private static Session only(SeamSession session, String name, Object value) {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttributeNameSet" -> Set.of(name);
                    case "getAttribute" -> value;
                    default -> method.invoke(session, arguments);
                });
    }

    // ------------------------------------------------- what a cache of Jetty's has

    @Override
    public ManagedSession newSession(SessionData data) {
        throw new UnsupportedOperationException("sessions are made by Sessions");
    }

    @Override
    protected @Nullable ManagedSession doGet(String id) {
        return null;
    }

    @Override
    protected @Nullable Session doPutIfAbsent(String id, ManagedSession session) {
        return null;
    }

    @Override
    protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, ManagedSession> mapping) {
        return null;
    }

    @Override
    protected boolean doReplace(String id, ManagedSession oldValue, ManagedSession newValue) {
        return false;
    }

    @Override
    public @Nullable ManagedSession doDelete(String id) {
        return null;
    }
}
