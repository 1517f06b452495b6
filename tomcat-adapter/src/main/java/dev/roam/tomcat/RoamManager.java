package dev.roam.tomcat;

import dev.roam.ApplicationOptions;
import dev.roam.LimitException;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.SessionIds;
import dev.roam.SessionRegistry;
import dev.roam.Sessions;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.tomcat.SessionsFactory.OpenSessions;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.DistributedManager;
import org.apache.catalina.Engine;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Server;
import org.apache.catalina.Session;
import org.apache.catalina.session.TooManyActiveSessionsException;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's session manager on Roam: {@code <Manager className="dev.roam.tomcat.RoamManager"/>} in a {@code context.xml}. Any node that deploys
 * the application serves any of its users.
 *
 * <p>What it takes from the options of {@code ManagerBase}: {@code maxActiveSessions} limits the sessions that this node holds in memory; {@code
 * sessionIdLength}, the {@code secureRandom*} and the attribute filters work as documented; an attribute that a filter keeps back stays on its
 * node. {@code persistAuthentication} is on unless it is set to false: a login then counts on the node where it happened. {@code
 * processExpiresFrequency} is without effect: due sessions are ended every {@code reapInterval}, by whichever node finds them.
 *
 * <p>An option with a wrong value stops the context, with a message that names it. A reload stops and starts the same manager; sessions
 * survive it, as they survive the node.
 */
public class RoamManager extends OptionAttributes implements DistributedManager {
    /** The attribute in which the application finds its registry. */
    private static final String REGISTRY = SessionRegistry.class.getName();

    private final SessionsFactory factory;
    private final CoyoteAccess coyote;
    private final AuthenticatorGates gates = new AuthenticatorGates();
    private final PinnedSessions pinned = new PinnedSessions();
    private final Creations creations = new Creations();
    private @Nullable RequestValve valve;
    private volatile RoutedIds ids = new RoutedIds(null);
    private volatile @Nullable OpenSessions open;

    /** A manager whose sessions are in the cluster. */
    public RoamManager() {
        this(new ClusterSessions());
    }

    RoamManager(SessionsFactory factory) {
        this(factory, CoyoteAccess.ofThisTomcat());
    }

    RoamManager(SessionsFactory factory, CoyoteAccess coyote) {
        this.factory = factory;
        this.coyote = coyote;
        setPersistAuthentication(true);
        sessions = new HeldSessions(this::openSessions);
    }

    @Override
    public String getName() {
        return "RoamManager";
    }

    CoyoteAccess coyote() {
        return coyote;
    }

    RoutedIds ids() {
        return ids;
    }

    // Life cycle

    /** Adds the valve at once: while the context is being configured, so that it stands before the authenticator, which is added later. */
    @Override
    public void setContext(@Nullable Context context) {
        Context before = getContext();
        super.setContext(context);
        if (context != null && context != before) {
            valve = new RequestValve(this);
            context.getPipeline().addValve(valve);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        super.startInternal();
        ids = new RoutedIds(getJvmRoute());
        Map<String, String> texts = optionTexts();
        ApplicationOptions application;
        OpenSessions opened;
        try {
            NodeOptions node = NodeOptions.parse(texts);
            application = ApplicationOptions.parse(texts, defaultApplication());
            opened = factory.open(node, application, new WebApplication(this), server());
            open = opened;
        } catch (OptionException | StoreException e) {
            throw new LifecycleException(getContext().getName() + ": " + e.getMessage(), e);
        }
        try {
            gates.insert(getContext());
            register(new RoamStatus(opened.sessions()), RoamStatus.nameFor(this));
            getContext()
                    .getServletContext()
                    .setAttribute(REGISTRY, opened.sessions().registry());
            setState(LifecycleState.STARTING);
        } catch (LifecycleException | RuntimeException | Error e) {
            closeSessions(); // or the application's name stays taken
            throw e;
        }
    }

    private void closeSessions() {
        OpenSessions closing = open;
        open = null;
        pinned.clear();
        try {
            gates.remove(getContext());
            getContext().getServletContext().removeAttribute(REGISTRY);
            unregister(RoamStatus.nameFor(this));
        } finally {
            if (closing != null) {
                closing.close();
            }
        }
    }

    /**
     * Commits what is pending and forgets the sessions. Ends none: they live on in the cluster. A failure is logged, as {@code StandardManager} does: thrown,
     * it would leave the context half stopped, with its listeners and its class loader.
     */
    @Override
    protected void stopInternal() throws LifecycleException {
        setState(LifecycleState.STOPPING);
        try {
            closeSessions();
        } catch (Throwable t) {
            ExceptionUtils.handleThrowable(t);
            getContext().getLogger().error("Roam could not stop as it should", t);
        } finally {
            super.stopInternal();
        }
    }

    @Override
    protected void destroyInternal() throws LifecycleException {
        RequestValve added = valve;
        valve = null;
        if (added != null && List.of(getContext().getPipeline().getValves()).contains(added)) {
            getContext().getPipeline().removeValve(added);
        }
        super.destroyInternal();
    }

    /** Sessions need no loading: they are in the cluster. */
    @Override
    public void load() {}

    /** Sessions need no unloading: they are in the cluster. */
    @Override
    public void unload() {}

    private String defaultApplication() {
        String host = getContext().getParent() == null
                ? "localhost"
                : getContext().getParent().getName();
        String name = getContext().getName();
        return host + (name.startsWith("/") ? name : "/" + name);
    }

    private @Nullable Server server() {
        Engine engine = getEngine();
        return engine == null || engine.getService() == null
                ? null
                : engine.getService().getServer();
    }

    /** The sessions of the application; null while it is not running. */
    @Nullable
    Sessions<RoamSession> openSessions() {
        OpenSessions opened = open;
        return opened == null ? null : opened.sessions();
    }

    /** The sessions of the application. */
    private Sessions<RoamSession> application() {
        OpenSessions opened = open;
        if (opened == null) {
            throw new IllegalStateException(getContext().getName() + ": the session manager is not running");
        }
        return opened.sessions();
    }

    /** The cluster's time, by which uses of sessions are stamped; this node's clock while the application is not running. */
    long clusterTime() {
        Sessions<RoamSession> opened = openSessions();
        return opened == null ? System.currentTimeMillis() : opened.now();
    }

    // Finding and creating

    /**
     * The session of an id, or null. In a request that brought that id itself, nothing is asked: Tomcat asks {@code isValid} next. Everywhere else
     * Tomcat judges by whether there is one (which version of the application a request is for, whether a client's id may be used again), so
     * there the store is asked. Where it cannot tell, the answer is a session: whoever uses it learns why. To choose a version, it is enough that this
     * node has the session in memory: a request that only carries the id then costs nothing.
     */
    @Override
    public @Nullable Session findSession(@Nullable String id) throws IOException {
        OpenSessions opened = open;
        if (id == null || opened == null) {
            return null;
        }
        String core = RoutedIds.withoutRoute(id);
        if (!SessionIds.plausible(core)) {
            return null;
        }
        RequestState own = CurrentRequest.of(this);
        if (own != null && own.isMissing(core)) {
            return null;
        }
        if (own != null && own.isRequested(id)) {
            return opened.sessions().find(core).session();
        }
        if (own == null && Lookups.isOfVersion()) {
            RoamSession known = knownHere(core);
            if (known != null || Lookups.otherVersions(getContext()).anyMatch(other -> other.knownHere(core) != null)) {
                return known;
            }
        }
        return findOpened(opened.sessions(), core);
    }

    /** The session of an id that a request brought, which need not be there; null if it cannot be. Asks nothing. */
    @Nullable
    RoamSession unopened(String id) {
        OpenSessions opened = open;
        String core = RoutedIds.withoutRoute(id);
        return opened == null || !SessionIds.plausible(core)
                ? null
                : opened.sessions().find(core).session();
    }

    private static @Nullable Session findOpened(Sessions<RoamSession> application, String core) {
        RoamSession session = application.find(core).session();
        try {
            boolean there = session.copy().open(core) || (Lookups.isOfSingleSignOn() && session.live());
            return there ? session : null;
        } catch (StoreException e) {
            return session;
        }
    }

    /** The session that this node has in memory under an id, which may have ended or been renamed elsewhere since; or null. Asks nothing. */
    private @Nullable RoamSession knownHere(String core) {
        Sessions<RoamSession> opened = openSessions();
        if (opened == null) {
            return null;
        }
        WorkingCopy<RoamSession> copy = opened.find(core);
        boolean seen = copy.isUnsaved() || copy.created() != 0;
        return seen && !copy.isGone() && copy.id().equals(core) ? copy.session() : null;
    }

    @Override
    public Session createSession(@Nullable String sessionId) {
        if (maxActiveSessions >= 0 && getActiveSessions() >= maxActiveSessions) {
            rejectedSessions++;
            throw new TooManyActiveSessionsException(sm.getString("managerBase.createSession.ise"), maxActiveSessions);
        }
        String core = sessionId == null ? "" : RoutedIds.withoutRoute(sessionId);
        String asked = SessionIds.plausible(core) ? core : null;
        WorkingCopy<RoamSession> present = asked == null ? null : application().presentOrRoomFor(asked);
        RoamSession session = present == null ? create(asked) : present.session();
        RequestState state = CurrentRequest.of(this);
        if (state != null) {
            state.created(session);
        }
        if (present != null) {
            return session;
        }
        tellNew(session);
        return session;
    }

    /** Counts a session that has just been made, and tells its listeners. */
    void tellNew(RoamSession session) {
        session.setNew(true);
        session.setCreationTime(session.getCreationTimeInternal());
        creations.add();
        session.tellNew();
    }

    /** A session under a fresh id of which no listener has been told. */
    @Override
    public Session createEmptySession() {
        return create(null);
    }

    private RoamSession create(@Nullable String id) {
        Sessions<RoamSession> application = application();
        String owned = id == null ? application.newId(this::drawId) : id;
        try {
            return application.create(owned, newTimeout()).session();
        } catch (LimitException e) {
            rejectedSessions++;
            throw new TooManyActiveSessionsException(e.getMessage(), clusterSessions());
        }
    }

    /** The option's value, which has been parsed when the sessions were opened. */
    private int clusterSessions() {
        String max = getMaxClusterSessions();
        return max == null ? Integer.MAX_VALUE : Integer.parseInt(max.trim());
    }

    /** The timeout of new sessions, in seconds. */
    int newTimeout() {
        return getContext().getSessionTimeout() * 60;
    }

    /** A fresh id without route. */
    String drawId() {
        return ids.fresh(super.generateSessionId());
    }

    /** A fresh id, with this node's route. */
    @Override
    protected String generateSessionId() {
        return ids.routed(application().newId(this::drawId));
    }

    // Another id for a session

    /** Gives the session an id that leads to the same record, or lets it adopt the one that another request has just given it. */
    @Override
    public String rotateSessionId(Session session) {
        if (session instanceof StandInSession) {
            return session.getIdInternal();
        }
        String renewed = SessionIds.renamed(
                drawId(), SessionIds.key(ViewedSession.real(session).copy().id()));
        changeSessionId(session, ids.routed(renewed), true, true);
        return session.getIdInternal();
    }

    /**
     * Gives the session a certain id. A record never moves, so the id must lead to where it is: of Tomcat's own callers only {@code
     * JvmRouteBinderValve} comes with an id of its own, which differs in nothing but the route.
     *
     * @throws IllegalArgumentException if the id leads to another record; {@link #rotateSessionId} makes one that does not
     */
    @Override
    public void changeSessionId(Session session, String newId) {
        changeSessionId(session, newId, true, true);
    }

    @Override
    protected void changeSessionId(
            Session session, String newId, boolean notifySessionListeners, boolean notifyContainerListeners) {
        if (session instanceof StandInSession) {
            return;
        }
        RoamSession renamed = ViewedSession.real(session);
        String oldId = renamed.getIdInternal();
        String core = RoutedIds.withoutRoute(newId);
        if (core.equals(renamed.coreId())) {
            return;
        }
        if (!SessionIds.key(core).equals(SessionIds.key(renamed.coreId()))) {
            throw new IllegalArgumentException("The id " + head(core) + "... does not lead to the record of session "
                    + head(renamed.coreId()) + "...; rotateSessionId gives the session an id that does");
        }
        boolean stored = !renamed.copy().isUnsaved();
        rename(renamed, core);
        String id = renamed.getIdInternal();
        if (id.equals(oldId)) {
            return;
        }
        boolean first = renamed.coreId().equals(core);
        renamed.tellChangedSessionId(id, oldId, first && notifySessionListeners, first && notifyContainerListeners);
        RequestState state = CurrentRequest.of(this);
        if (state != null && stored) {
            state.renamed(id);
        }
    }

    /**
     * Renames; where the outcome is unknown, the user gets the new id all the same. The core sends the rename again until it is answered, so the
     * session will be had under the new id and no other. A rename that was certainly not sent leaves the old one. Where another request
     * of this session makes it impossible to tell the two apart, the rename counts as sent.
     */
    private void rename(RoamSession session, String core) {
        if (!session.live()) {
            return; // gone
        }
        try {
            session.copy().rename(core);
        } catch (StoreException e) {
            RequestState state = CurrentRequest.of(this);
            if (state != null && !session.copy().isCurrent()) {
                state.renamed(ids.routed(core));
            }
            throw e;
        }
    }

    private static String head(String id) {
        return id.substring(0, Math.min(8, id.length()));
    }

    // Managing

    PinnedSessions pinned() {
        return pinned;
    }

    /** Does nothing: the core keeps the table of sessions. */
    @Override
    public void add(Session session) {}

    /**
     * Keeps the highest number of sessions seen in memory, and looks after those on which something hangs. Ends none: that is the core's reaper, on
     * whichever node.
     */
    @Override
    public void backgroundProcess() {
        pinned.check();
        int active = getActiveSessions();
        if (active > getMaxActive()) {
            setMaxActive(active);
        }
    }

    /** Ends nothing; see {@link #backgroundProcess}. */
    @Override
    public void processExpires() {}

    /** How many sessions were created on this node since this manager was made. */
    @Override
    public long getSessionCounter() {
        return creations.count();
    }

    /** How many sessions were created on this node in a minute, by the last hundred of them. */
    @Override
    public int getSessionCreateRate() {
        return creations.rate();
    }

    /**
     * How many sessions the application has in the whole cluster, an estimate; -1 if the store cannot tell. Never zero then: {@code
     * HostConfig.checkUndeploy} removes an old version of an application that has none.
     */
    @Override
    public int getActiveSessionsFull() {
        Sessions<RoamSession> opened = openSessions();
        try {
            return opened == null ? 0 : opened.count();
        } catch (StoreException e) {
            return -1;
        }
    }

    /** The ids of the sessions that this node holds: listing the cluster's would load it. */
    @Override
    public Set<String> getSessionIdsFull() {
        return new LinkedHashSet<>(sessions.keySet());
    }
}
