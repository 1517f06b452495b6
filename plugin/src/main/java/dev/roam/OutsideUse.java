package dev.roam;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How one session is used on threads that a container does not know to be a request's: by WebSockets, {@code HttpSession.Accessor}, an application's own threads,
 * management. They belong to no request, so nothing that a request has asked or will store is theirs, and requests may last for hours: each use asks the
 * store, each change is stored at once.
 *
 * <p>Threads of an asynchronous request look the same. While the session has one, the store is asked again only after a second, and what cannot be
 * stored at once is left to it.
 *
 * <p>Thread-safe.
 */
public final class OutsideUse {
    private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final WorkingCopy<?> copy;

    /** Requests that use the session; some may be over, as not every response is closed: the client may have gone away. */
    private final Set<Request> requests = ConcurrentHashMap.newKeySet();

    /** Threads that have opened the session themselves and will store what they change. */
    private final Set<Thread> keepers = ConcurrentHashMap.newKeySet();

    /** When the session was last opened for them. */
    private volatile long askedNanos = System.nanoTime() - SHARED_NANOS;

    /** A request, as far as those outside it need to know it. Thread-safe; identified by itself. */
    public interface Request {
        /** Whether the request has that session as its own, and stores it. */
        boolean isIn(WorkingCopy<?> copy);

        /** Whether the request is not over and has that session, or may come to have it, as far as another thread can tell. */
        boolean isUnderWay(WorkingCopy<?> copy);

        /** Whether the request may still use its sessions, as far as another thread can tell: if not, it gives back what it has locked. */
        boolean isRunning();

        /** Whether threads that are not known as its own may be the request's. */
        boolean isAsynchronous();
    }

    /** @param copy the session */
    public OutsideUse(WorkingCopy<?> copy) {
        this.copy = copy;
    }

    /** A request uses the session from now on. */
    public void begins(Request request) {
        prune();
        askedNanos = System.nanoTime();
        requests.add(request);
    }

    /** An asynchronous request may use the session later. */
    public void expects(Request request) {
        prune();
        requests.add(request);
    }

    /** A request is over. */
    public void ends(Request request) {
        requests.remove(request);
    }

    /**
     * Opens the session.
     *
     * @param ofThread the request whose thread this is; null: none
     * @return false if the session is gone
     * @throws StoreException if the store cannot tell
     */
    public boolean open(@Nullable Request ofThread) {
        if (isKept() || isIn(ofThread)) {
            return copy.open();
        }
        long now = System.nanoTime();
        if (hasAsynchronous()) {
            if (now - askedNanos < SHARED_NANOS) {
                return copy.open();
            }
            askedNanos = now;
        }
        return copy.openOutside();
    }

    /**
     * The session has been changed on this thread: stores it, unless a request will.
     *
     * @param ofThread the request whose thread this is; null: none
     * @throws StoreException if it is not known to be stored; the change stays pending
     */
    public void changed(@Nullable Request ofThread) {
        if (isKept() || copy.isUnsaved() || isIn(ofThread)) {
            return;
        }
        try {
            copy.commit();
        } catch (StoreException e) {
            if (!hasAsynchronous()) {
                throw e;
            }
            // That stores it before its response leaves, or gets its 503.
        }
    }

    /** Runs work on this thread for somebody who has opened the session, and who will store what the work changes: nothing is asked or stored for each use. */
    public void keeping(Runnable work) {
        boolean outermost = keepers.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            if (outermost) {
                keepers.remove(Thread.currentThread());
            }
        }
    }

    /** Whether this thread is in {@link #keeping}. */
    public boolean isKept() {
        return keepers.contains(Thread.currentThread());
    }

    private boolean isIn(@Nullable Request request) {
        return request != null && request.isIn(copy);
    }

    /** Whether the session has an asynchronous request now. */
    public boolean hasAsynchronous() {
        prune();
        return requests.stream().anyMatch(Request::isAsynchronous);
    }

    private void prune() {
        requests.removeIf(request -> !request.isUnderWay(copy));
    }
}
