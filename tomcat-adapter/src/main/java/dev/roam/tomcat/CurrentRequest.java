package dev.roam.tomcat;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Which request a thread is in: in a pipeline of ours, or between that and the request's end. */
final class CurrentRequest {
    private static final ThreadLocal<@Nullable RequestState> INSIDE = new ThreadLocal<>();

    /** The request that has just left the pipeline on this thread; weakly, as a response need not be closed where the client has gone away. */
    private static final ThreadLocal<@Nullable WeakReference<RequestState>> LEFT = new ThreadLocal<>();

    private CurrentRequest() {}

    /** The request in whose pipeline this thread is, whichever context's it is. */
    static @Nullable RequestState get() {
        return INSIDE.get();
    }

    /** The request in whose pipeline this thread is, if that is a manager's own context. */
    static @Nullable RequestState of(RoamManager manager) {
        RequestState state = INSIDE.get();
        return state != null && state.isOf(manager) ? state : null;
    }

    /** The request whose thread this is: in a pipeline, or between that and its end, where it shows an error page or its listeners are told. */
    static @Nullable RequestState ofThread() {
        RequestState inside = INSIDE.get();
        if (inside != null) {
            return inside;
        }
        WeakReference<RequestState> left = LEFT.get();
        RequestState state = left == null ? null : left.get();
        return state == null || state.isOver() ? null : state;
    }

    /**
     * This thread enters a pipeline.
     *
     * @return the request that it was in before, for {@link #leave}
     */
    static @Nullable RequestState enter(RequestState state) {
        RequestState outer = INSIDE.get();
        INSIDE.set(state);
        LEFT.remove();
        return outer;
    }

    /**
     * This thread has left a pipeline.
     *
     * @param goesOn whether the thread is still the request's
     */
    static void leave(RequestState state, @Nullable RequestState outer, boolean goesOn) {
        INSIDE.set(outer);
        if (outer == null && goesOn) {
            LEFT.set(new WeakReference<>(state));
        }
    }
}
