package dev.roam.jetty;

import dev.roam.SessionConsole;
import dev.roam.SessionIds;
import dev.roam.SessionRegistry;
import dev.roam.Sessions;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.HttpCookieUtils;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.ManagedOperation;
import org.eclipse.jetty.util.annotation.Name;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session cache as the door to one web application's {@link Sessions}: what Jetty would look up, load and store here is theirs, so this keeps no session. It
 * leaves Jetty's session handlers as they are, of whichever environment.
 *
 * <p>A web application may set application options of its own as context attributes {@code roam.<option>}, for example by {@code
 * jetty.deploy.attribute.roam.application=shop} in the properties of its deployment.
 */
@ManagedObject("The sessions of a web application in the cluster")
public final class RoamSessionCache extends AbstractSessionCache {
    private static final String OPTION = "roam.";
    private static final String ANY_HOST = "localhost";

    /** The attribute in which the application finds its registry. */
    private static final String REGISTRY = SessionRegistry.class.getName();

    private final SessionsFactory factory;
    private final Authentications authentications;
    private final RequestScopes scopes = new RequestScopes(this::watch);
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    /** Of the latest start; written while that is under way, on one thread. */
    private @Nullable WebApplication application;

    private volatile @Nullable Sessions<RoamSession> open;

    RoamSessionCache(SessionManager manager, SessionsFactory factory) {
        super(manager);
        this.factory = factory;
        this.authentications = Authentications.of(manager);
    }

    Authentications authentications() {
        return authentications;
    }

    // Life cycle

    @Override
    public void initialize(SessionContext context) {
        super.initialize(context);
        application = new WebApplication(this, context);
        // Not taken away when it stops: a request that is in then still has to leave. Handlers of servlets forget it by
        // themselves, others do not.
        if (!handler().getEventListeners().contains(scopes)) {
            handler().addEventListener(scopes);
        }
    }

    private ContextHandler handler() {
        return ((ContextHandler.ScopedContext) _context.getContext()).getContextHandler();
    }

    /** Runs in the web application's scope. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        WebApplication started = application;
        if (started == null) {
            throw new IllegalStateException("not initialized");
        }
        started.started(Thread.currentThread().getContextClassLoader());
        Context context = _context.getContext();
        Sessions<RoamSession> opened = factory.open(optionsOf(context), defaultApplication(context), started);
        open = opened;
        context.setAttribute(REGISTRY, opened.registry());
    }

    private static Map<String, String> optionsOf(Context context) {
        Map<String, String> options = new TreeMap<>();
        for (String name : context.getAttributeNameSet()) {
            if (name.startsWith(OPTION) && context.getAttribute(name) instanceof String value) {
                options.put(name.substring(OPTION.length()), value);
            }
        }
        return options;
    }

    /** The same as on Tomcat, so that a cluster of both needs no option. */
    private static String defaultApplication(Context context) {
        String host = context.getVirtualHosts().stream().findFirst().orElse(ANY_HOST);
        return host + context.getContextPath();
    }

    /** Commits what is pending and forgets the sessions. Ends none: they live on in the cluster. Jetty's last call while the web application's listeners are there. */
    @Override
    public void shutdown() {
        Sessions<RoamSession> closing = open;
        open = null;
        WebApplication stopping = application;
        try {
            if (closing != null) {
                _context.getContext().removeAttribute(REGISTRY);
                closing.close();
            }
        } finally {
            if (stopping != null) {
                stopping.stopped();
            }
        }
    }

    private Sessions<RoamSession> sessions() {
        Sessions<RoamSession> opened = open;
        if (opened == null) {
            throw new IllegalStateException(
                    _context.getContext().getContextPath() + ": the session cache is not running");
        }
        return opened;
    }

    // Requests

    /** The request for which this thread works in the web application; null: for none that is known. */
    @Nullable
    RequestState request() {
        return scopes.current();
    }

    /** Before the session handler adds its own wrapper: whoever adds first is nearest to the network. */
    private void watch(Request request, RequestState state) {
        request.addHttpStreamWrapper(stream -> new CommittingStream(stream, state, this));
    }

    /** Optimistic: asks nothing, unless more is known about the id than that a request brought it. */
    @Override
    public @Nullable ManagedSession get(String id) {
        if (!SessionIds.plausible(id)) {
            return null;
        }
        RoamSession session = sessions().find(id).session();
        RequestState request = request();
        if (request == null) {
            return session;
        }
        request.enter(session, id);
        // An id that the session had once must not be answered with the one it has now, and of several only one counts.
        boolean doubtful = !id.equals(session.copy().id()) || request.bringsSeveralIds(getSessionManager());
        return !doubtful || request.openNow(session) ? session : null;
    }

    /**
     * A new session, under the given id if other web applications share it, or the one that another request has just made there; otherwise under an id that this
     * node owns.
     */
    @Override
    public ManagedSession newSession(String id, long time, long maxInactiveMillis) {
        RequestState request = request();
        if (request != null) {
            request.throwFailure();
        }
        WorkingCopy<RoamSession> present = null;
        String owned = id;
        if (request != null && isDrawnFor(request, id)) {
            owned = owned(request, id);
        } else if (request != null) {
            present = sessions().presentOrRoomFor(id);
        }
        int seconds = maxInactiveMillis <= 0 ? -1 : Math.toIntExact(maxInactiveMillis / 1000);
        return (present == null ? sessions().create(owned, seconds) : present).session();
    }

    /** Whether an id is fresh, and not one of another web application. */
    private static boolean isDrawnFor(RequestState request, String id) {
        return id.equals(request.request().getAttribute(DefaultSessionIdManager.__NEW_SESSION_ID))
                && !request.hasDrawn(id);
    }

    private String owned(RequestState request, String drawn) {
        String owned = getSessionManager().getSessionIdManager() instanceof DefaultSessionIdManager ids
                ? sessions().newId(new Draws(drawn, ids))
                : drawn;
        request.request().setAttribute(DefaultSessionIdManager.__NEW_SESSION_ID, owned);
        request.drew(owned);
        return owned;
    }

    @Override
    public void add(String id, ManagedSession session) {
        RequestState request = request();
        if (request != null) {
            request.enterNew((RoamSession) session);
        }
    }

    /** Too late: Jetty would keep a failure to itself. See {@link CommittingStream}. */
    @Override
    public void commit(ManagedSession session) {}

    /** Jetty calls it for the session that the request has in the end, not for each that it looked up. See {@link CommittingStream}. */
    @Override
    public void release(ManagedSession session) {}

    /** Asked in every web application before a new session is made for a request that brought an id. */
    @Override
    public boolean exists(String id) {
        RequestState request = request();
        if (request == null) {
            return sessions().exists(id);
        }
        return !request.isMissing(id) && request.keeping(() -> sessions().exists(id));
    }

    @Override
    public boolean contains(String id) {
        return sessions().held().stream().anyMatch(session -> session.getId().equals(id));
    }

    /** Jetty renames in every web application; those that have no such session pay one operation to learn it. */
    @Override
    public @Nullable ManagedSession renewSessionId(
            String oldId, String newId, String oldExtendedId, String newExtendedId) {
        if (!SessionIds.plausible(oldId)) {
            return null;
        }
        WorkingCopy<RoamSession> copy = sessions().find(oldId);
        String renamed = SessionIds.renamed(newId, SessionIds.key(copy.id()));
        RequestState request = request();
        return request == null
                ? rename(copy, oldId, renamed)
                : request.keeping(() -> rename(copy, oldId, renamed, request));
    }

    private static @Nullable ManagedSession rename(WorkingCopy<RoamSession> copy, String oldId, String newId) {
        return copy.open(oldId) && copy.rename(newId) ? copy.session() : null;
    }

    /**
     * Where the outcome is unknown, the user gets the new id all the same. The core sends the rename again until it is answered, so the session will be had under
     * the new id and no other. A rename that was certainly not sent leaves the old one.
     */
    private static @Nullable ManagedSession rename(
            WorkingCopy<RoamSession> copy, String oldId, String newId, RequestState request) {
        boolean stored = !copy.isUnsaved();
        try {
            ManagedSession session = rename(copy, oldId, newId);
            if (session != null && stored) {
                request.renamed(copy.session(), session.getId());
            }
            return session;
        } catch (StoreException e) {
            if (stored && !copy.isCurrent()) {
                request.renamed(copy.session(), newId);
            }
            throw e;
        }
    }

    /** The cookie of a session that got a new id in a request: it is not to be had under its old one any more. Null: there is none. */
    @Nullable
    HttpField cookieOfRenamed(RequestState request) {
        RequestState.Renamed renamed = request.renamed();
        if (renamed == null) {
            return null;
        }
        RoamSession session = renamed.session();
        HttpCookie cookie = getSessionManager().getSessionCookie(session, request.isSecure());
        if (cookie == null) {
            return null;
        }
        HttpCookie next = HttpCookie.from(cookie.getName(), session.extended(renamed.id()), cookie.getAttributes());
        return new HttpField(HttpHeader.SET_COOKIE, HttpCookieUtils.getRFC6265SetCookie(next));
    }

    /** Jetty ends what is answered here, by {@link RoamSession#beginInvalidate}, which claims it. */
    @Override
    public @Nullable ManagedSession delete(String id) {
        return ending.contains(id) || !SessionIds.plausible(id)
                ? null
                : sessions().find(id).session();
    }

    /** Keeps Jetty from ending a session a second time while it ends it in all web applications. */
    void ending(String id, Runnable invalidation) {
        ending.add(id);
        try {
            invalidation.run();
        } finally {
            ending.remove(id);
        }
    }

    /** None: {@link Sessions} ends what is due. */
    @Override
    public Set<String> checkExpiration(Set<String> candidates) {
        return Set.of();
    }

    // Management, by Jetty's module jmx. Reading an attribute asks nothing of the store, but for clusterSessions.

    @ManagedAttribute(value = "the name under which nodes share the sessions", readonly = true)
    public String getApplication() {
        return sessions().application();
    }

    @ManagedAttribute(value = "whether the store counts as reachable now", readonly = true)
    public boolean isReachable() {
        return sessions().statistics().reachable();
    }

    @ManagedAttribute(value = "the members that this node sees now", readonly = true)
    public String getMembers() {
        return String.join(", ", sessions().statistics().members());
    }

    @ManagedAttribute(value = "sessions in the memory of this node", readonly = true)
    public int getCopies() {
        return sessions().statistics().copies();
    }

    @ManagedAttribute(
            value = "sessions in the whole cluster, an estimate; -1 if the store cannot tell",
            readonly = true)
    public int getClusterSessions() {
        try {
            return sessions().count();
        } catch (StoreException e) {
            return -1;
        }
    }

    @ManagedAttribute(value = "all that is counted, by the names in docs/operations.md", readonly = true)
    public Map<String, Object> getStatistics() {
        return sessions().statistics().byName();
    }

    @ManagedOperation(value = "the sessions of a user in the whole cluster, one in each line", impact = "INFO")
    public String[] sessionsOf(@Name("user") String user) {
        return console().sessionsOf(user);
    }

    @ManagedOperation(value = "a session in one line; empty if there is none of that id", impact = "INFO")
    public String session(@Name("sessionId") String id) {
        return console().session(id);
    }

    @ManagedOperation(
            value = "ends a session, wherever it is used; false if there is none, or another node ends it",
            impact = "ACTION")
    public boolean endSession(@Name("sessionId") String id) {
        return console().endSession(id);
    }

    @ManagedOperation(value = "ends all sessions of a user; how many it were", impact = "ACTION")
    public int endSessionsOf(@Name("user") String user) {
        return console().endSessionsOf(user);
    }

    private SessionConsole console() {
        return new SessionConsole(sessions().registry());
    }

    // What a cache of Jetty's has, and this one does not use

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
