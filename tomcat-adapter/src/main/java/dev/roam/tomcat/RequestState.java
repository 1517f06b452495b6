package dev.roam.tomcat;

import dev.roam.SessionIds;
import dev.roam.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/**
 * What Roam knows of one request: which sessions it uses, which ids turned out to lead nowhere, and whether the store failed it. It lives in
 * the notes of Tomcat's request, which are cleared when that is recycled, and is bound to the thread that is in the context's pipeline.
 * Outside any pipeline (an application's own threads, JMX, the Manager application) there is none, and every question is answered by the
 * store.
 *
 * <p>It also decides when a session may be taken to be there without asking. With {@code cache="true"}, the default, {@code
 * AuthenticatorBase.invoke} asks every request for its session and that for its principal. If that opened the session, every picture and
 * style sheet would cost a store operation (against promise 8). So while exactly this question is being asked, a session is assumed to be
 * there, and its principal is a {@link LazyPrincipal}. {@code FormAuthenticator} asks one question more, whether the session holds a saved
 * request; a session that had none under the id that the request brought still has none, because {@code FormAuthenticator} gives a session
 * another id whenever it saves a request in it.
 *
 * <p>Confined to the request's thread, but for {@link #commit} and what the hook reads.
 */
final class RequestState {
    private static final String NOTE = RequestState.class.getName();
    private static final ThreadLocal<@Nullable RequestState> CURRENT = new ThreadLocal<>();

    /** What the authenticator is about to ask. */
    private enum Question {
        NONE,
        PRINCIPAL,
        SAVED_REQUEST
    }

    private final RoamManager manager;
    private final Request request;
    private final List<RoamSession> sessions = new CopyOnWriteArrayList<>();
    private @Nullable RoamSession early;
    private @Nullable RoamSession confirmed;
    private @Nullable RoamSession refused;
    private @Nullable Set<String> missing;
    private Question question = Question.NONE;
    private boolean form;
    private @Nullable LazyPrincipal principal;
    private @Nullable String renamedTo;
    private @Nullable StoreException openFailure;
    private volatile @Nullable StoreException commitFailure;
    private volatile boolean answered;
    private volatile boolean replaced;
    private volatile boolean inPipeline;
    private volatile boolean closed;

    private RequestState(RoamManager manager, Request request) {
        this.manager = manager;
        this.request = request;
    }

    /** The state of a request; made when it first enters the pipeline, found again when an asynchronous one is dispatched. */
    static RequestState begin(RoamManager manager, Request request) {
        RequestState state = of(request);
        if (state == null || state.manager != manager) {
            state = new RequestState(manager, request);
            request.setNote(NOTE, state);
        }
        return state;
    }

    /** The state of a request, or null if it went through no pipeline of ours. */
    static @Nullable RequestState of(Request request) {
        return request.getNote(NOTE) instanceof RequestState state ? state : null;
    }

    /** The state of the request in whose pipeline this thread is, whichever context's it is. */
    static @Nullable RequestState current() {
        return CURRENT.get();
    }

    /** The state of the request in whose pipeline this thread is, if that is a manager's own context. */
    static @Nullable RequestState of(RoamManager manager) {
        RequestState state = CURRENT.get();
        return state != null && state.manager == manager ? state : null;
    }

    /** This thread enters the pipeline with the request. */
    @Nullable
    RequestState bind() {
        RequestState outer = CURRENT.get();
        CURRENT.set(this);
        inPipeline = true;
        return outer;
    }

    /**
     * This thread has left the pipeline.
     *
     * @param outer what {@link #bind} answered
     */
    void unbind(@Nullable RequestState outer) {
        inPipeline = false;
        CURRENT.set(outer);
        if (closed) {
            forgetLogin();
        }
    }

    /** Whether this thread is in the pipeline with the request: what it throws reaches the valve. */
    boolean isBoundHere() {
        return CURRENT.get() == this;
    }

    // What the authenticator asks

    /** The authenticator comes next. */
    void authenticatorBegins(AuthenticatorBase authenticator) {
        forgetLogin();
        if (authenticator.getCache() && request.getPrincipal() == null) {
            question = Question.PRINCIPAL;
            form = authenticator instanceof FormAuthenticator && authenticator.getChangeSessionIdOnAuthentication();
        }
    }

    /** The authenticator is done: from now on every question is the application's. */
    void authenticatorEnds() {
        question = Question.NONE;
    }

    /** Whether a session may be taken to be there, because only the authenticator wants to know. */
    boolean assumes(RoamSession session) {
        if (question == Question.SAVED_REQUEST
                && !session.sharedNotes().lacksSavedRequest(request.getRequestedSessionId())) {
            question = Question.NONE;
        }
        return question != Question.NONE && session != refused;
    }

    /** The authenticator asks for the principal: answers one that opens the session when it is asked, or null if it may open now. */
    @Nullable
    LazyPrincipal askedForPrincipal(RoamSession session) {
        if (question != Question.PRINCIPAL) {
            return null;
        }
        question = form ? Question.SAVED_REQUEST : Question.NONE;
        if (session.copy().isCurrent()) {
            return null;
        }
        principal = new LazyPrincipal(session, request, this);
        return principal;
    }

    /** The form authenticator asks for a saved request: true if there is none and nothing need be opened to know it. */
    boolean askedForSavedRequest(RoamSession session) {
        boolean none = question == Question.SAVED_REQUEST && assumes(session);
        question = Question.NONE;
        return none;
    }

    /** Whether the login of this request is not known yet. */
    boolean isLoginPending() {
        return principal != null && !principal.isResolved();
    }

    /** Takes a principal that nobody has asked out of the request, so that the access log does not. */
    private void forgetLogin() {
        if (request.getPrincipal() instanceof LazyPrincipal lazy) {
            request.setUserPrincipal(lazy.isResolved() ? lazy.resolve() : null);
        }
        LazyLoginRequest.remove(request);
        principal = null;
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
        StoreException failed = openFailure;
        if (failed != null && !session.copy().isCurrent()) {
            throw failed;
        }
        if (early != session && !sessions.contains(session)) {
            leaveEarly();
            early = session;
            session.copy().enter();
        }
        String brought = session == confirmed ? null : broughtFor(session);
        boolean there;
        try {
            there = brought == null ? session.copy().open() : session.copy().open(brought);
        } catch (StoreException e) {
            openFailure = e;
            throw e;
        }
        if (there) {
            confirmed = session;
        } else {
            refuse(session, brought);
        }
        return there;
    }

    /** The id that the request brought, if it leads to the record of that session. */
    private @Nullable String broughtFor(RoamSession session) {
        String requested = request.getRequestedSessionId();
        if (requested == null) {
            return null;
        }
        String core = RoutedIds.withoutRoute(requested);
        return SessionIds.key(core).equals(SessionIds.key(session.coreId())) ? core : null;
    }

    /** There is no such session for this request. Where Tomcat has given it to the request already, it is taken back. */
    private void refuse(RoamSession session, @Nullable String brought) {
        refused = session;
        if (brought != null) {
            if (missing == null) {
                missing = new HashSet<>();
            }
            missing.add(brought);
        }
        if (session == early) {
            leaveEarly();
        } else if (CoyoteAccess.detach(request, session)) {
            sessions.remove(session);
            session.copy().leave();
        }
    }

    /**
     * Tomcat gives a session to this request ({@code Session.access}).
     *
     * @return true if the request has begun to use it already
     */
    boolean accessed(RoamSession session) {
        boolean entered = early == session;
        if (entered) {
            early = null;
        }
        if (!sessions.contains(session)) {
            sessions.add(session);
        }
        return entered;
    }

    private void leaveEarly() {
        RoamSession session = early;
        early = null;
        if (session != null) {
            session.copy().leave();
        }
    }

    /** Whether this request has found out that there is no such session. */
    boolean isMissing(String coreId) {
        return missing != null && missing.contains(coreId);
    }

    /** A session has been created under an id. */
    void created(String coreId) {
        if (missing != null) {
            missing.remove(coreId);
        }
    }

    /** Whether an id is the one that the request brought: whoever looks for it then asks {@code isValid}. */
    boolean isRequested(String id) {
        return id.equals(request.getRequestedSessionId());
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
     */
    void commit() {
        StoreException failed = commitFailure;
        if (failed != null) {
            throw failed;
        }
        try {
            used().forEach(session -> session.copy().commit());
        } catch (StoreException e) {
            commitFailure = e;
            throw e;
        }
    }

    /**
     * The application is done with the request: stores its changes, and lets go of what it was handed.
     *
     * @throws StoreException as {@link #commit}
     */
    void complete() {
        leaveEarly();
        commit();
        try {
            used().forEach(session -> session.copy().complete());
        } catch (StoreException e) {
            commitFailure = e;
            throw e;
        }
    }

    /** The sessions that Tomcat gave to the request: in its pipeline, in a dispatch to another context, or before or after. */
    private List<RoamSession> used() {
        RoamSession attached = CoyoteAccess.session(request);
        if (attached == null || sessions.contains(attached)) {
            return sessions;
        }
        List<RoamSession> all = new ArrayList<>(sessions);
        all.add(attached);
        return all;
    }

    // The response

    /** What could not be stored, or what nobody below the valve has handled; null if all is well. */
    @Nullable
    StoreException failure() {
        return commitFailure;
    }

    /** What kept a session from being opened, which the application may have coped with; or null. */
    @Nullable
    StoreException openFailure() {
        return openFailure;
    }

    /** The store has failed this request, and nobody below the valve has handled it. */
    void failed(StoreException e) {
        commitFailure = e;
    }

    /**
     * The request gets its 503 now.
     *
     * @return false if it has already had one
     */
    synchronized boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    /** Whether the request has been answered with 503: it does not ask the store again. */
    boolean isAnswered() {
        return answered;
    }

    /** The response has been replaced by an empty 503. */
    void replaced() {
        replaced = true;
    }

    /** Whether what is still written to the response is to be swallowed. */
    boolean isReplaced() {
        return replaced;
    }

    /** The response is closed. */
    void closed() {
        closed = true;
        if (!inPipeline) {
            forgetLogin();
        }
    }

    /** Whether the application may still throw what it gets. */
    boolean isInPipeline() {
        return inPipeline;
    }
}
