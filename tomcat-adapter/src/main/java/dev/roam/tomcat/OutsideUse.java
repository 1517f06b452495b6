package dev.roam.tomcat;

import dev.roam.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How one session is used on threads that are in no pipeline: by WebSockets, {@code HttpSession.Accessor}, an application's own threads, the Manager
 * application. They belong to no request, so nothing that a request has asked or will store is theirs, and requests may last for hours: each
 * use asks the store, each change is stored at once.
 *
 * <p>Threads of an asynchronous request look the same. While the session has one, the store is asked again only after a second, and what cannot be
 * stored at once is left to it.
 *
 * <p>Thread-safe.
 */
final class OutsideUse {
    private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RoamSession session;

    /** Requests that use the session; some may be over, as not every response is closed: the client may have gone away. */
    private final Set<RequestState> requests = ConcurrentHashMap.newKeySet();

    /** When the session was last opened for them. */
    private volatile long askedNanos = System.nanoTime() - SHARED_NANOS;

    OutsideUse(RoamSession session) {
        this.session = session;
    }

    /** A request uses the session from now on. */
    void begins(RequestState request) {
        prune();
        askedNanos = System.nanoTime();
        requests.add(request);
    }

    /** An asynchronous request may use the session later. */
    void expects(RequestState request) {
        prune();
        requests.add(request);
    }

    /** A request is over. */
    void ends(RequestState request) {
        requests.remove(request);
    }

    /**
     * Opens the session.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean open() {
        if (isOfARequest()) {
            return session.copy().open();
        }
        long now = System.nanoTime();
        if (hasAsynchronous()) {
            if (now - askedNanos < SHARED_NANOS) {
                return session.copy().open();
            }
            askedNanos = now;
        }
        return session.copy().openOutside();
    }

    /**
     * The session has been changed on this thread: stores it, unless a request will.
     *
     * @throws StoreException if it is not known to be stored; the change stays pending
     */
    void changed() {
        if (session.copy().isUnsaved() || isOfARequest()) {
            return;
        }
        try {
            session.copy().commit();
        } catch (StoreException e) {
            if (!hasAsynchronous()) {
                throw e;
            }
            // That stores it before its response leaves, or gets its 503.
        }
    }

    /** Whether this thread is that of a request which uses the session as its own. */
    private boolean isOfARequest() {
        RequestState request = CurrentRequest.ofThread();
        return request != null && request.isIn(session);
    }

    private boolean hasAsynchronous() {
        prune();
        return requests.stream().anyMatch(RequestState::isAsynchronous);
    }

    private void prune() {
        requests.removeIf(request -> !request.isUnderWay(session));
    }
}
