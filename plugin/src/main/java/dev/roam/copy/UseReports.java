package dev.roam.copy;

import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the store of uses that it has not heard of: requests that carried the session's cookie without opening it, and long-running ones (promise 7).
 * An opening and a commit tell it by themselves. Thread-safe.
 *
 * <p>How soon a report is due depends on the session's timeout, but a copy that no request opens does not learn that another node made it shorter.
 * Uses without an opening are therefore reported at once, at most once a second for each session, and those of a request that runs on at the latest
 * every ten seconds.
 */
final class UseReports {
    /** However long the timeout seems, reports of uses without an opening are not further apart. */
    private static final long MAX_UNOPENED_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** However long the timeout seems, reports of a request that runs on are not further apart. */
    private static final long MAX_RUNNING_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CopyHost<?> host;
    private final Lane lane;

    /** Guarded by the lane's lock. */
    private final CopyState state;

    /** When a request last entered or left, by the monotonic clock; written without a lock: of two at the same moment either will do. */
    private volatile long seenNanos;

    /** When a request last entered; as {@link #seenNanos}. */
    private volatile long enteredNanos;

    /** When the last report was sent; as {@link #seenNanos}. */
    private volatile long reportedNanos;

    UseReports(CopyHost<?> host, Lane lane, CopyState state) {
        this.host = host;
        this.lane = lane;
        this.state = state;
        this.seenNanos = host.nanoTime();
        this.enteredNanos = seenNanos;
        this.reportedNanos = seenNanos - MAX_RUNNING_PAUSE_NANOS;
    }

    void entered() {
        long now = host.nanoTime();
        enteredNanos = now;
        seenNanos = now;
    }

    void left() {
        seenNanos = host.nanoTime();
    }

    /** Reports if that is due; answers whether to ask again later. */
    boolean report() {
        long now = host.nanoTime();
        Operation.Touch touch = null;
        boolean waits = false;
        lane.lock();
        try {
            if (state.active() > 0) {
                seenNanos = now;
            }
            boolean unopened = enteredNanos - lane.toldNanos() > 0;
            long pause = pauseNanos(unopened ? MAX_UNOPENED_PAUSE_NANOS : MAX_RUNNING_PAUSE_NANOS);
            if (isStored() && (unopened || seenNanos - lane.toldNanos() > pause)) {
                waits = now - reportedNanos < pause;
                touch = waits ? null : touch(now);
            }
        } finally {
            lane.unlock();
        }
        tell(touch, now);
        return waits || lane.locked(() -> state.active() > 0 && state.stage() != Stage.GONE);
    }

    /** Tells the store of the last use however old it is, which prolongs nothing, and so learns whether the session is still there. */
    void check() {
        long now = host.nanoTime();
        tell(lane.locked(() -> isStored() ? touch(now) : null), now);
    }

    /** The latest use that the store has heard of, in milliseconds since the epoch; zero: the session is gone. No use itself. */
    long latest() {
        Operation.Look look =
                lane.locked(() -> isStored() ? new Operation.Look(id(), state.incarnation(), state.known()) : null);
        if (look == null) {
            return lane.locked(() -> state.stage() == Stage.NEW ? state.created() : 0L);
        }
        Answer answer = host.store().execute(state.key(), look, host.deadline() - host.nanoTime());
        return answer instanceof Answer.Held held ? held.previousAccess() : 0;
    }

    private void tell(Operation.@Nullable Touch touch, long now) {
        if (touch == null) {
            return;
        }
        reportedNanos = now;
        Answer answer = host.store().execute(state.key(), touch, host.deadline() - now);
        lane.told(now);
        if (answer instanceof Answer.Held) {
            lane.backedUp(now - TimeUnit.MILLISECONDS.toNanos(touch.age()));
            if (!touch.first()) {
                lane.run(state::proven);
            }
        }
        // Of an id alone the answer may be older than the session: who opens it will see.
        if (answer instanceof Answer.Refused refused && touch.incarnation() != null) {
            lane.run(() -> goneUnlessEnding(refused));
        }
    }

    private boolean isStored() {
        return state.stage() == Stage.LIVE || state.stage() == Stage.UNCONFIRMED;
    }

    private Operation.Touch touch(long now) {
        long age = TimeUnit.NANOSECONDS.toMillis(now - seenNanos);
        return new Operation.Touch(id(), state.incarnation(), age, state.isFirstUse());
    }

    /** What the store is to compare, where no more is known; the lock is held. */
    private @Nullable String id() {
        return state.stage() == Stage.LIVE ? null : state.id();
    }

    private void goneUnlessEnding(Answer.Refused refused) {
        if (state.stage() == Stage.LIVE) {
            state.gone(refused);
        }
    }

    /**
     * The fetch that an opening sends. It is a sign of life for the backups too if this node knows of none within half a touch interval: the owner may
     * know of a later one, and die with it before its backups do. The lock is held.
     */
    Sending fetch(@Nullable String requestedId) {
        return state.fetch(requestedId, state.known() == null || isSignDue());
    }

    /** As {@link #fetch}, with a turn: a sign of life for the backups in any case. The lock is held. */
    Sending lock(@Nullable String requestedId, CommitId ticket) {
        return state.lock(requestedId, ticket, CopyState.LEASE_MILLIS);
    }

    /** Whether the session turned out to time out so much sooner than this node knew that the fetch should have been a sign of life; the lock is held. */
    boolean shouldHaveBeenSign(Sending fetch, int maxInactiveBefore) {
        return !fetch.operation().isSign() && state.maxInactive() != maxInactiveBefore && isSignDue();
    }

    private boolean isSignDue() {
        return host.nanoTime() - lane.backedUpNanos() >= pauseNanos(Long.MAX_VALUE);
    }

    /** Half the touch interval, the other half being the owner's; the lock is held. */
    private long pauseNanos(long atMost) {
        return Math.min(TimeUnit.MILLISECONDS.toNanos(state.touchInterval()) / 2, atMost);
    }
}
