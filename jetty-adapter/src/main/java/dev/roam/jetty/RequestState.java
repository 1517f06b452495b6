package dev.roam.jetty;

import dev.roam.LimitException;
import dev.roam.OutsideUse;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * What Roam knows of one request in one web application: which sessions it uses, under which ids it brought them, and whether the store failed it.
 *
 * <p>Jetty finds the session of every cookie before the application runs. While it does, a session is believed to be there and nothing is asked; once
 * it has handed the request over, every question about the session opens it.
 *
 * <p>Thread-safe: threads of an asynchronous request may use it at the same time.
 */
final class RequestState implements OutsideUse.Request {
    private final RequestScopes scopes;
    private final Context context;
    private final Request request;
    private final @Nullable RequestState next;
    private final List<Use> uses = new CopyOnWriteArrayList<>();

    /** For threads, which may be left with it. */
    private final WeakReference<RequestState> weakly = new WeakReference<>(this);

    /** How many threads work for the request now. */
    private final AtomicInteger threads = new AtomicInteger();

    private volatile boolean handedOver;
    private volatile boolean over;
    private volatile @Nullable String drawnId;
    private volatile @Nullable Renamed renamed;

    /** What kept a session from being opened, of which the application was told and with which it may have coped. */
    private volatile @Nullable StoreException opening;

    /** A limit that was reached, of which the application was told and with which it may have coped. */
    private volatile @Nullable LimitException limit;

    /** What could not be stored, or what Jetty kept from the application: a {@link StoreException} or a {@link LimitException}. */
    private volatile @Nullable RuntimeException failure;

    /** A session that the request has, under the id that it brought; null: it was made in this request. */
    private static final class Use {
        private final RoamSession session;
        private final @Nullable String broughtId;

        /** Whether there is a session of that id for this request; null: not asked yet. */
        private volatile @Nullable Boolean confirmed;

        /** Whether the client is to be sent the session's cookie anew. */
        private volatile boolean cookieNeeded;

        Use(RoamSession session, @Nullable String broughtId) {
            this.session = session;
            this.broughtId = broughtId;
            this.confirmed = broughtId == null ? true : null;
        }
    }

    /**
     * A session that got another id in the request.
     *
     * @param id without suffix
     */
    record Renamed(RoamSession session, String id) {}

    /** @param next another state of the same request, in another web application */
    RequestState(RequestScopes scopes, Context context, Request request, @Nullable RequestState next) {
        this.scopes = scopes;
        this.context = context;
        this.request = request;
        this.next = next;
    }

    WeakReference<RequestState> weakly() {
        return weakly;
    }

    /** Whether the response is out and the sessions are left. */
    boolean isOver() {
        return over;
    }

    boolean isOf(RequestScopes candidate) {
        return scopes == candidate;
    }

    @Nullable
    RequestState next() {
        return next;
    }

    void threadEnters() {
        threads.incrementAndGet();
    }

    void threadExits() {
        threads.decrementAndGet();
    }

    /** Method and address, for messages. */
    String describe() {
        return request.getMethod() + " " + request.getHttpURI().getPath();
    }

    boolean isSecure() {
        return request.isSecure();
    }

    // Sessions

    /** Jetty has found the sessions of the ids that the request brought; from now on the application asks. */
    void handOver() {
        handedOver = true;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    /** Jetty looks up a session by an id that the request brought. */
    void enter(RoamSession session, String broughtId) {
        enter(new Use(session, broughtId));
    }

    /** The application has made the session; Jetty may have looked up none before. */
    void enterNew(RoamSession session) {
        handOver();
        enter(new Use(session, null));
    }

    private void enter(Use use) {
        use.session.copy().enter();
        use.session.outside().begins(this);
        uses.add(use);
    }

    /** The latest: a request may bring a former id of a session, and then the current one. */
    private @Nullable Use use(RoamSession session) {
        Use latest = null;
        for (Use use : uses) {
            if (use.session == session) {
                latest = use;
            }
        }
        return latest;
    }

    boolean bringsSeveralIds(SessionManager manager) {
        long cookies = Request.getCookies(request).stream()
                .filter(cookie -> manager.getSessionCookie().equalsIgnoreCase(cookie.getName()))
                .count();
        boolean uri = manager.isUsingUriParameters() && request.getHttpURI().getParam() != null;
        return cookies + (uri ? 1 : 0) > 1;
    }

    /**
     * Whether the request has that session. Believes the id while Jetty looks it up.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean open(RoamSession session) {
        Use use = use(session);
        if (use == null) {
            return telling(() -> session.outside().open(this)); // somebody else's, which the application holds
        }
        if (use.confirmed == null && !handedOver) {
            return !session.copy().isGone();
        }
        return telling(() -> confirm(use));
    }

    /** As {@link #open}, while Jetty looks the id up; Jetty would keep a failure to itself. */
    boolean openNow(RoamSession session) {
        Use use = use(session);
        return use != null && keeping(() -> confirm(use));
    }

    private boolean confirm(Use use) {
        WorkingCopy<RoamSession> copy = use.session.copy();
        Boolean known = use.confirmed;
        if (Boolean.FALSE.equals(known)) {
            return false;
        }
        StoreException failed = opening;
        if (failed != null && !copy.isCurrent(this)) {
            throw failed; // asked again, the request would wait as long again
        }
        String brought = use.broughtId;
        if (known != null || brought == null) {
            return copy.lock(this, null);
        }
        boolean confirmed = copy.lock(this, brought);
        use.confirmed = confirmed;
        return confirmed;
    }

    /** Whether the request has found out that it has no session of that id. */
    boolean isMissing(String id) {
        return uses.stream().anyMatch(use -> id.equals(use.broughtId) && Boolean.FALSE.equals(use.confirmed));
    }

    @Override
    public boolean isIn(WorkingCopy<?> copy) {
        return !over && uses.stream().anyMatch(use -> use.session.copy() == copy);
    }

    @Override
    public boolean isUnderWay(WorkingCopy<?> copy) {
        return isIn(copy);
    }

    @Override
    public boolean isRunning() {
        return !over;
    }

    /** Every thread that Jetty has given to the request has come back, and it is not over. */
    @Override
    public boolean isAsynchronous() {
        return !over && threads.get() == 0;
    }

    // Ids and cookies

    /** An id has been drawn for a new session, which other web applications may share. */
    void drew(String id) {
        drawnId = id;
    }

    /** Whether an id was drawn for a session of this request, in whichever web application. */
    boolean hasDrawn(String id) {
        for (RequestState state = this; state != null; state = state.next) {
            if (id.equals(state.drawnId)) {
                return true;
            }
        }
        return false;
    }

    Request request() {
        return request;
    }

    void needsCookie(RoamSession session, boolean needed) {
        Use use = use(session);
        if (use != null) {
            use.cookieNeeded = needed;
        }
    }

    boolean needsCookie(RoamSession session) {
        Use use = use(session);
        return use != null && use.cookieNeeded;
    }

    /** A stored session has that new id, or will have it once the store can be reached. */
    void renamed(RoamSession session, String id) {
        renamed = new Renamed(session, id);
    }

    /** The session that got another id in the request; null: none, or a new one. */
    @Nullable
    Renamed renamed() {
        return renamed;
    }

    // The store

    /** Calls the core for the application, which is told of a failure; it is remembered for the case that nobody copes with it. */
    <T extends @Nullable Object> T telling(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            opening = e;
            throw e;
        } catch (LimitException e) {
            limit = e;
            throw e;
        }
    }

    /** Calls the core for Jetty, which logs what is thrown and goes on: the request fails all the same. */
    <T extends @Nullable Object> T keeping(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * @throws StoreException if Jetty has kept one to itself
     * @throws LimitException if what the request has changed was refused
     */
    void throwFailure() {
        RuntimeException kept = failure;
        if (kept != null) {
            throw kept;
        }
    }

    /**
     * Stores what the request has changed, before its response leaves.
     *
     * @param status of the response: a server error is taken for the application's way not to cope with a session that could not be opened, or with a limit
     * @return what the response must not be sent for; null: all is well
     */
    @Nullable
    RuntimeException commit(int status) {
        if (failure == null && hasOpened()) {
            try {
                inScope(this::commitUses);
            } catch (StoreException | LimitException e) {
                failure = e;
            }
        }
        RuntimeException kept = failure;
        if (kept != null || status < HttpStatus.INTERNAL_SERVER_ERROR_500) {
            return kept;
        }
        StoreException unopened = opening;
        return unopened != null ? unopened : limit;
    }

    private boolean hasOpened() {
        for (Use use : uses) {
            if (Boolean.TRUE.equals(use.confirmed)) {
                return true;
            }
        }
        return false;
    }

    private void commitUses() {
        for (Use use : uses) {
            if (Boolean.TRUE.equals(use.confirmed)) {
                use.session.copy().commit();
                use.session.copy().requireTurn(this);
            }
        }
    }

    /** The request is over. */
    void leave() {
        if (!uses.isEmpty()) {
            inScope(() -> {
                for (Use use : uses) {
                    use.session.outside().ends(this);
                    use.session.copy().unlock(this);
                    use.session.copy().leave();
                }
            });
            uses.clear();
        }
        over = true;
    }

    /** With the application's class loader and for this request, on whatever thread. */
    private void inScope(Runnable work) {
        if (scopes.current() == this) {
            work.run();
            return;
        }
        context.run(() -> {
            scopes.enter(this);
            try {
                work.run();
            } finally {
                scopes.exit();
            }
        });
    }
}
