package dev.roam.copy;

import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Operation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the store of uses that it has not heard of: requests that carried the session's cookie without opening it, and long-running ones (promise 7).
 * An opening and a commit tell it by themselves. Thread-safe.
 */
final class UseReports {
    private final CopyHost<?> host;
    private final Lane lane;

    /** Guarded by the lane's lock. */
    private final CopyState state;

    /** When a request last entered or left, by the monotonic clock; written without a lock: of two at the same moment either will do. */
    private volatile long seenNanos;

    UseReports(CopyHost<?> host, Lane lane, CopyState state) {
        this.host = host;
        this.lane = lane;
        this.state = state;
        this.seenNanos = host.nanoTime();
    }

    void seen() {
        seenNanos = host.nanoTime();
    }

    /** Reports if that is due; answers whether to ask again later. */
    boolean report() {
        long now = host.nanoTime();
        Operation.Touch touch;
        lane.lock();
        try {
            if (state.active() > 0) {
                seenNanos = now;
            }
            touch = due(now);
        } finally {
            lane.unlock();
        }
        if (touch != null) {
            Answer answer = host.store().execute(state.key(), touch, host.deadline() - now);
            lane.told(now);
            if (answer instanceof Answer.Refused refused && refused.reason() != Reason.RENAMED) {
                lane.run(() -> goneUnlessEnding(refused.reason()));
            }
        }
        return lane.locked(() -> state.active() > 0 && state.stage() != Stage.GONE);
    }

    /** Null: nothing to report now. The lock is held. */
    private Operation.@Nullable Touch due(long now) {
        boolean known = state.stage() == Stage.LIVE;
        boolean storable = known || state.stage() == Stage.UNCONFIRMED;
        if (!storable || seenNanos - lane.toldNanos() <= (known ? intervalNanos() / 2 : 0)) {
            return null;
        }
        return new Operation.Touch(
                known ? null : state.id(), state.incarnation(), TimeUnit.NANOSECONDS.toMillis(now - seenNanos));
    }

    private void goneUnlessEnding(Reason reason) {
        if (state.stage() == Stage.LIVE || state.stage() == Stage.UNCONFIRMED) {
            state.gone(reason);
        }
    }

    private long intervalNanos() {
        int seconds = state.maxInactive();
        long millis = seconds > 0 ? Math.min(host.touchCapMillis(), seconds * 100L) : host.touchCapMillis();
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
