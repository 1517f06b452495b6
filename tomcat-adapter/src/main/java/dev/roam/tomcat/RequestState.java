package dev.roam.tomcat;

import dev.roam.LimitException;
import dev.roam.OutsideUse;
import dev.roam.SessionIds;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/**
 * What Roam knows of one request: which sessions it uses, which ids turned out to lead nowhere, and whether the store failed it. It lives in
 * the notes of Tomcat's request, which are cleared when that is recycled, and is bound to the thread that is in the context's pipeline.
 * Outside any pipeline (an application's own threads, JMX, the Manager application) there is none, and every question is answered by the
 * store.
 *
 * <p>What may be answered without asking the store is decided by {@link AuthenticatorQuestions}.
 *
 * <p>Confined to the request's thread, but for {@link #commit} and what the hook reads.
 */
final class RequestState implements OutsideUse.Request {
    private static final String NOTE = RequestState.class.getName();
    private final RoamManager manager;
    private final Request request;
    private final List<RoamSession> sessions = new CopyOnWriteArrayList<>();
    private final AuthenticatorQuestions questions;
    private final EarlyUse early = new EarlyUse();
    /** What an asynchronous request has brought and not used in the pipeline. */
    private volatile @Nullable RoamSession brought;

    private volatile @Nullable RoamSession confirmed;
    private volatile @Nullable RoamSession refused;

    /** What the request had when it came into the pipeline: somebody has asked for it, and may have changed it. */
    private @Nullable RoamSession usedBefore;

    /** What {@link #giveBackAssumed} took from the request, whose threads may get it yet: let go of when the request is over. */
    private volatile @Nullable RoamSession assumed;

    private @Nullable Set<String> missing;
    private @Nullable String renamedTo;
    private final StoreFailure failure = new StoreFailure();

    /** How often each session had been used when it was completed: looked at again only if somebody has used it since. */
    private volatile Map<RoamSession, Long> completed = Map.of();

    private volatile boolean inPipeline;
    private volatile boolean closed;

    /** The session in whose turn the request is, where requests of a session run one at a time. */
    private volatile @Nullable RoamSession inTurn;

    private RequestState(RoamManager manager, Request request) {
        this.manager = manager;
        this.request = request;
        this.questions = new AuthenticatorQuestions(request, this);
    }

    /** The state of a request; made when it first enters the pipeline, found again when an asynchronous one is dispatched. */
    static RequestState begin(RoamManager manager, Request request) {
        RequestState state = of(request);
        RoamSession attached = manager.coyote().session(request);
        if (state == null || state.manager != manager) {
            state = new RequestState(manager, request);
            request.setNote(NOTE, state);
        }
        // A listener or a valve in front of the pipeline may have used a session, which then is entered already.
        if (attached != null && !state.sessions.contains(attached)) {
            state.begins(attached);
        }
        state.usedBefore = attached;
        return state;
    }

    /** The state of a request, or null if it went through no pipeline of ours. */
    static @Nullable RequestState of(Request request) {
        return request.getNote(NOTE) instanceof RequestState state ? state : null;
    }

    /** This thread enters the pipeline with the request. */
    @Nullable
    RequestState bind() {
        inPipeline = true;
        return CurrentRequest.enter(this);
    }

    /**
     * This thread has left the pipeline.
     *
     * @param outer what {@link #bind} answered
     */
    void unbind(@Nullable RequestState outer) {
        inPipeline = false;
        boolean async = request.isAsync();
        CurrentRequest.leave(this, outer, !closed && !async);
        if (closed) {
            questions.forgetLogin();
            unlock();
        } else if (async) {
            goesOn();
        }
    }

    boolean isOf(RoamManager candidate) {
        return manager == candidate;
    }

    /** The request is asynchronous: its threads may use the session that it brought, be it for the first time. */
    private void goesOn() {
        String requested = request.getRequestedSessionId();
        if (requested != null
                && manager.coyote().session(request) == null
                && !isMissing(RoutedIds.withoutRoute(requested))) {
            brought = manager.unopened(requested);
            if (brought != null) {
                brought.outside().expects(this);
            }
        }
    }

    /** Whether the response is closed; or, where the client had gone away, the request was recycled, which takes its notes. */
    boolean isOver() {
        return closed || of(request) != this;
    }

    /** Whether this thread is in the pipeline with the request: what it throws reaches the valve. */
    boolean isBoundHere() {
        return CurrentRequest.get() == this;
    }

    @Override
    public boolean isUnderWay(WorkingCopy<?> copy) {
        return !isOver() && copy.session() instanceof RoamSession session && hasOrBrought(session);
    }

    private boolean hasOrBrought(RoamSession session) {
        return manager.coyote().session(request) == session || brought == session;
    }

    @Override
    public boolean isRunning() {
        return of(request) == this && (inPipeline || !closed);
    }

    @Override
    public boolean isAsynchronous() {
        return request.isAsync();
    }

    @Override
    public boolean isIn(WorkingCopy<?> copy) {
        return copy.session() instanceof RoamSession session && used().contains(session);
    }

    /** How the store has failed the request. */
    StoreFailure failure() {
        return failure;
    }

    AuthenticatorQuestions questions() {
        return questions;
    }

    // Sessions

    /**
     * Opens a session for this request, which begins to use it thereby. The first opening compares the id that the request brought: a session that
     * was renamed is unknown to a new request under its old id, and goes on for those that had it before.
     */
    boolean open(RoamSession session) {
        if (session == refused) {
            return false;
        }
        StoreException failed = failure.opening();
        if (failed != null && !session.copy().isCurrent(this)) {
            takeBack(session);
            throw failed;
        }
        if (!early.isOf(session) && !sessions.contains(session)) {
            early.begin(session);
        }
        String id = session == confirmed ? null : broughtFor(session);
        boolean there;
        try {
            there = isOwn(session, id) ? lock(session, id) : session.copy().open();
        } catch (StoreException e) {
            failure.opening(e);
            takeBack(session);
            throw e;
        }
        if (!there) {
            refuse(session, id);
        } else if (id != null) {
            confirmed = session;
            manager.ids().takeOver(request);
        }
        return there;
    }

    /** Whether it is the request's own session, not one of somebody else that the application has looked for. */
    private boolean isOwn(RoamSession session, @Nullable String id) {
        return id != null || session == confirmed || sessions.contains(session);
    }

    private boolean lock(RoamSession session, @Nullable String id) {
        inTurn = session;
        return session.copy().lock(this, id);
    }

    /** The request is over, and its response closed: other requests of its session may run. */
    private void unlock() {
        RoamSession session = inTurn;
        if (session != null) {
            inTurn = null;
            session.copy().unlock(this);
        }
    }

    /**
     * Takes a session that could not be opened from the request: {@code Request.doGetSession} assigns it before it asks {@code isValid}, and
     * would then end an access that has not begun.
     */
    private void takeBack(RoamSession session) {
        if (!sessions.contains(session)) {
            manager.coyote().detach(request, session);
        }
        if (early.isOf(session)) {
            early.end();
        }
    }

    /**
     * Takes the session that the authenticator was given unseen from the request. Otherwise whoever asks outside the pipeline (an error page, a
     * listener, a thread of an asynchronous request) would be given it, with no regard to the id that the request brought. It stays
     * entered, and {@link #accessed} takes it over.
     */
    void giveBackAssumed() {
        RoamSession session = manager.coyote().session(request);
        if (session == null || session == usedBefore || session == confirmed || broughtFor(session) == null) {
            return;
        }
        if (sessions.contains(session) && manager.coyote().detach(request, session)) {
            sessions.remove(session);
            assumed = session;
            early.givenBack(session);
        }
    }

    /** Whether this request has opened that session, which it keeps from then on. */
    boolean isConfirmed(RoamSession session) {
        return session == confirmed;
    }

    /** Whether this request has found out that it has no such session. */
    boolean isRefused(RoamSession session) {
        return session == refused;
    }

    /** The id that the request brought, if it leads to the record of that session. */
    @Nullable
    String broughtFor(RoamSession session) {
        String requested = request.getRequestedSessionId();
        if (requested == null) {
            return null;
        }
        String core = RoutedIds.withoutRoute(requested);
        return SessionIds.key(core).equals(SessionIds.key(session.coreId())) ? core : null;
    }

    /** There is no such session for this request. Where Tomcat has given it to the request already, it is taken back. */
    private void refuse(RoamSession session, @Nullable String id) {
        refused = session;
        if (id != null) {
            if (missing == null) {
                missing = new HashSet<>();
            }
            missing.add(id);
        }
        if (early.isOf(session)) {
            early.end();
        } else if (manager.coyote().detach(request, session)) {
            letsGoOf(session);
            session.copy().leave();
        }
    }

    /**
     * Tomcat gives a session to this request ({@code Session.access}).
     *
     * @return true if the request has begun to use it already
     */
    boolean accessed(RoamSession session) {
        boolean entered = early.takenOver(session);
        if (!sessions.contains(session)) {
            begins(session);
        }
        return entered;
    }

    private void begins(RoamSession session) {
        sessions.add(session);
        session.outside().begins(this);
    }

    private void letsGoOf(RoamSession session) {
        sessions.remove(session);
        endsFor(session);
    }

    private void endsFor(@Nullable RoamSession session) {
        if (session != null) {
            session.outside().ends(this);
        }
    }

    /** Ends the use of a session that Tomcat has not got (any more), and so does not end itself. */
    void leaveEarly() {
        early.end();
    }

    /** Whether this request has found out that there is no such session. */
    boolean isMissing(String coreId) {
        return missing != null && missing.contains(coreId);
    }

    /** A session has been created for this request. */
    void created(RoamSession session) {
        confirmed = session;
        if (missing != null) {
            missing.remove(session.coreId());
        }
    }

    /** Whether an id is the one that the request brought: whoever looks for it then asks {@code isValid}. */
    boolean isRequested(String id) {
        return id.equals(request.getRequestedSessionId());
    }

    /** The id that the request brought, as it did. */
    @Nullable
    String requestedId() {
        return request.getRequestedSessionId();
    }

    /** A stored session has a new id, with route. */
    void renamed(String id) {
        renamedTo = id;
    }

    /** The new id of the session, with route; null if it has kept its own or is new. */
    @Nullable
    String renamedTo() {
        return renamedTo;
    }

    /**
     * Stores what the request has changed in its sessions, wherever they came from. What could not be stored once is not tried again for this
     * request: it would wait as long as the first time.
     *
     * @throws StoreException if it is not known to be stored
     * @throws LimitException if it is refused
     */
    void commit() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        try {
            commitNow();
        } catch (StoreException e) {
            failure.set(e);
            throw e;
        } catch (LimitException e) {
            failure.set(e);
            throw e;
        }
    }

    /**
     * As {@link #commit}, but a failure is not the request's: its response does not leave yet, and is tried again then.
     *
     * @throws StoreException if it is not known to be stored
     * @throws LimitException if it is refused
     */
    void commitNow() {
        Map<RoamSession, Long> done = completed;
        for (RoamSession session : changeable()) {
            if (!Long.valueOf(session.uses()).equals(done.get(session))) {
                session.copy().commit();
                session.copy().requireTurn(this);
            }
        }
    }

    /**
     * The application is done with the request: stores its changes, and lets go of what it was handed.
     *
     * @throws StoreException as {@link #commit}
     */
    void complete() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        try {
            Map<RoamSession, Long> done = new HashMap<>();
            for (RoamSession session : changeable()) {
                done.put(session, session.uses());
                session.copy().complete();
                session.copy().requireTurn(this);
            }
            completed = done;
        } catch (StoreException e) {
            failure.set(e);
            throw e;
        } catch (LimitException e) {
            failure.set(e);
            throw e;
        }
    }

    /** The sessions that Tomcat gave to the request: in its pipeline, in a dispatch to another context, or before or after. */
    private List<RoamSession> used() {
        RoamSession attached = manager.coyote().session(request);
        if (attached == null) {
            attached = brought; // a thread of the application's may have had it from elsewhere
        }
        if (attached == null || sessions.contains(attached)) {
            return sessions;
        }
        List<RoamSession> all = new ArrayList<>(sessions);
        all.add(attached);
        return all;
    }

    /** {@link #used}, and the session of somebody else that the application has looked at. */
    private List<RoamSession> changeable() {
        RoamSession other = early.ofOthers();
        List<RoamSession> used = used();
        if (other == null || used.contains(other)) {
            return used;
        }
        List<RoamSession> all = new ArrayList<>(used);
        all.add(other);
        return all;
    }

    /** A login that was set about is refused: the request is nobody's. */
    void loginRefused() {
        request.setUserPrincipal(null);
        request.setAuthType(null);
    }

    // The response

    /**
     * From now on, the session of the request is one that asks the store nothing.
     *
     * @param endsUnsaved whether a session that was made in it ends: nobody will get its cookie
     */
    void standIn(boolean endsUnsaved) {
        RoamSession used = manager.coyote().session(request);
        String id = used == null ? request.getRequestedSessionId() : used.getIdInternal();
        early.end();
        if (endsUnsaved && used != null && used.copy().isUnsaved()) {
            used.expire(true);
        }
        if (used != null && manager.coyote().detach(request, used)) {
            letsGoOf(used);
            used.endAccess();
        }
        manager.coyote().attach(request, new StandInSession(manager, id));
    }

    /** The response is closed. */
    void closed() {
        closed = true;
        sessions.forEach(this::endsFor);
        endsFor(brought);
        endsFor(assumed);
        if (!inPipeline) {
            questions.forgetLogin();
            unlock();
        }
    }

    /** Whether the application may still throw what it gets. */
    boolean isInPipeline() {
        return inPipeline;
    }
}
