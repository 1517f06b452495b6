package dev.roam.tomcat;

import dev.roam.LimitException;
import dev.roam.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * How the store has failed a request, or refused what it wanted stored, and whether it has been answered for that. The hook of the response asks on any thread; what kept a session from
 * being opened is the request's own thread's.
 */
final class StoreFailure {
    private @Nullable StoreException opening;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean answered;
    private volatile boolean replaced;

    /** What kept a session from being opened, which the application may have coped with; or null. */
    @Nullable
    StoreException opening() {
        return opening;
    }

    /** A session could not be opened. */
    void opening(StoreException e) {
        opening = e;
    }

    /** What could not be stored, or what nobody below the valve has handled; null if all is well. */
    @Nullable
    RuntimeException get() {
        return failure;
    }

    /** The store has failed the request, and nobody below the valve has handled it. */
    void set(StoreException e) {
        failure = e;
    }

    /** What the request wants is more than allowed, and nobody below the valve has handled it. */
    void set(LimitException e) {
        failure = e;
    }

    /**
     * The request gets its answer now.
     *
     * @return false if it has already had one
     */
    synchronized boolean answer() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    /** Whether the request has been answered for it: it does not ask the store again. */
    boolean isAnswered() {
        return answered;
    }

    /** The response has been replaced by an empty one. */
    void replaced() {
        replaced = true;
    }

    /** Whether what is still written to the response is to be swallowed. */
    boolean isReplaced() {
        return replaced;
    }
}
