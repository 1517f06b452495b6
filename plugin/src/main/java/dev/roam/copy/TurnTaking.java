package dev.roam.copy;

import dev.roam.LockTimeoutException;
import dev.roam.OutsideUse.Request;
import dev.roam.StoreException;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one session run one at a time ({@code locking=session}). All of them queue at the owner of the record, those of one node like those of
 * several. Who waits asks again: soon at first, later four times in a second, and at once when it is told that its turn has come. Waiting holds neither the
 * lane nor a lock. Thread-safe.
 *
 * <p>A turn lasts {@link CopyState#LEASE_MILLIS} by itself, so that the turn of a node that died is free after that time; {@link #keep} prolongs it. A node that
 * stood still may have lost a turn without knowing. The owner then refuses what was changed in it.
 */
final class TurnTaking {
    private static final Logger LOG = System.getLogger(TurnTaking.class.getName());

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How often a turn is prolonged: three attempts before it is over. */
    private static final long RENEW_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    /** To give a turn back is tried for so long at most: after twice that time it is free by itself. */
    private static final long GIVE_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CopyHost<?> host;
    private final long timeoutNanos;
    private final Lane lane;

    /** Guarded by the lane's lock, as are the turns. */
    private final CopyState state;

    private final UseReports uses;
    private final Condition called;
    private final Map<Request, Turn> turns = new HashMap<>();

    /** One request's. */
    private static final class Turn {
        CommitId ticket;

        /** Whether the request has had it; it may have lost it since. */
        boolean had;

        /** Whether the request is to ask at once. */
        boolean called;

        /** When it was last known to be the request's, by the monotonic clock. */
        long keptNanos;

        Turn(CommitId ticket, long now) {
            this.ticket = ticket;
            this.keptNanos = now;
        }
    }

    TurnTaking(CopyHost<?> host, long timeoutNanos, Lane lane, CopyState state, UseReports uses) {
        this.host = host;
        this.timeoutNanos = timeoutNanos;
        this.lane = lane;
        this.state = state;
        this.uses = uses;
        this.called = lane.condition();
    }

    // ------------------------------------------------------------------ taking

    /** Whether it is the request's turn, as far as this node knows. */
    boolean has(Request request) {
        return lane.locked(() -> {
            Turn mine = turns.get(request);
            return mine != null && state.hasTurn(mine.ticket);
        });
    }

    /**
     * Waits until it is the request's turn, which it then is until {@link #giveBack}. The copy is as current as the turn.
     *
     * @param requestedId the id that the request brought; null: the session is known
     * @return false if there is no session for the request
     * @throws LockTimeoutException if its turn does not come in time
     * @throws StoreException if the store cannot tell, or the request had its turn and lost it
     */
    boolean take(Request request, @Nullable String requestedId) {
        lane.lock();
        try {
            if (lane.isLedByThisThread()) {
                return true; // what a commit runs on this thread sees the session as it stands
            }
            Turn mine = turns.computeIfAbsent(request, first -> new Turn(host.nextCommitId(), host.nanoTime()));
            if (state.hasTurn(mine.ticket)) {
                return true; // another thread of the request was quicker
            }
            if (mine.had) {
                throw lost();
            }
            try {
                mine.had = await(mine, requestedId);
                return mine.had;
            } catch (LockTimeoutException e) {
                lane.outside(() -> release(mine.ticket));
                throw e;
            } finally {
                if (!mine.had) {
                    turns.remove(request);
                }
            }
        } finally {
            lane.unlock();
        }
    }

    private boolean await(Turn mine, @Nullable String requestedId) {
        long end = host.nanoTime() + timeoutNanos;
        long pause = FIRST_PAUSE_NANOS;
        boolean waited = false;
        while (isThere()) {
            if (state.takeUnsaved(mine.ticket)) {
                return true;
            }
            if (state.isKnownElsewhere()) {
                if (!lane.tryLead(host.deadline())) {
                    continue;
                }
                Asked asked = asked(mine, requestedId);
                if (asked != Asked.WAITS) {
                    if (asked == Asked.AGAIN) {
                        continue;
                    }
                    return asked == Asked.HAS;
                }
            }
            if (!waited) {
                waited = true;
                host.counters().lockWaited();
            }
            long left = end - host.nanoTime();
            if (left <= 0) {
                throw timedOut();
            }
            pause(mine, Math.min(left, pause));
            pause = Math.min(MAX_PAUSE_NANOS, 2 * pause);
        }
        return false;
    }

    private boolean isThere() {
        return state.stage() != Stage.GONE && state.stage() != Stage.ENDING;
    }

    /** What asking came to. */
    private enum Asked {
        HAS,
        WAITS,
        AGAIN,
        GONE
    }

    /** Asks the owner; this thread leads, and does no more afterwards. */
    private Asked asked(Turn mine, @Nullable String requestedId) {
        try {
            Sending again = state.unresolved();
            if (again != null) {
                lane.send(again, host.deadline());
                return Asked.AGAIN;
            }
            boolean replaces = state.isTurnOfAnother(mine.ticket);
            long now = host.nanoTime();
            boolean there = lane.send(uses.lock(requestedId, mine.ticket), host.deadline());
            if (state.hasTurn(mine.ticket)) {
                mine.keptNanos = now;
                if (replaces) {
                    host.counters().lockLost();
                }
                return Asked.HAS;
            }
            if (!there && state.goneReason() == Reason.SUPERSEDED) {
                mine.ticket = host.nextCommitId(); // it came, and went while this node stood still
                return Asked.AGAIN;
            }
            return there ? Asked.WAITS : Asked.GONE;
        } finally {
            lane.release();
        }
    }

    private void pause(Turn mine, long nanos) {
        try {
            long left = nanos;
            while (!mine.called && isThere() && left > 0) {
                left = called.awaitNanos(left);
            }
            mine.called = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the turn of a request of " + name(), e);
        }
    }

    private LockTimeoutException timedOut() {
        host.counters().lockTimedOut();
        return new LockTimeoutException(name() + ": other requests kept it locked for longer than lockTimeout ("
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms). With locking=session its requests run one at a time: look for one that takes long");
    }

    private StoreException lost() {
        return lost(host.head(state.key()));
    }

    /** @param head what may be shown of the session's key */
    static StoreException lost(String head) {
        return new StoreException("session " + head
                + ": this request lost its turn to another one, as this node stood still or could not reach the store for longer than "
                + CopyState.LEASE_MILLIS + " ms; what it changed since its last acknowledged change is not stored");
    }

    private String name() {
        return "session " + host.head(state.key());
    }

    // ----------------------------------------------------------------- keeping

    /** @throws StoreException if what the request changed was discarded because it had lost its turn */
    void require(Request request) {
        boolean failed = lane.locked(() -> {
            Turn mine = turns.get(request);
            return mine != null && state.isFailed(mine.ticket);
        });
        if (failed) {
            throw lost();
        }
    }

    /** The turn of a request of this node has come, or the session has ended: who waits looks at once. */
    void call(@Nullable CommitId ticket) {
        lane.run(() -> {
            for (Turn turn : turns.values()) {
                turn.called |= turn.ticket.equals(ticket);
            }
            called.signalAll();
        });
    }

    /**
     * Prolongs the turn of a request that takes long.
     *
     * @param over told of requests that are over and have not given theirs back
     * @return whether there is a turn to look at again
     */
    boolean keep(Consumer<Request> over) {
        for (Map.Entry<Request, Turn> each : lane.locked(() -> List.copyOf(turns.entrySet()))) {
            Turn turn = each.getValue();
            if (!each.getKey().isRunning()) {
                over.accept(each.getKey());
            } else if (lane.locked(() -> isToBeRenewed(turn))) {
                renew(turn);
            }
        }
        return lane.locked(() -> !turns.isEmpty());
    }

    private boolean isToBeRenewed(Turn turn) {
        return state.hasTurn(turn.ticket)
                && state.stage() == Stage.LIVE
                && host.nanoTime() - turn.keptNanos >= RENEW_NANOS;
    }

    private void renew(Turn turn) {
        long now = host.nanoTime();
        Answer answer = host.store()
                .execute(state.key(), new Operation.Renew(turn.ticket, CopyState.LEASE_MILLIS, false), RENEW_NANOS);
        lane.run(() -> {
            if (answer instanceof Answer.Held) {
                turn.keptNanos = now;
                lane.told(now);
                lane.backedUp(now);
            } else if (answer instanceof Answer.Refused refused
                    && refused.reason() == Reason.LOCK_LOST
                    && state.loseTurn(turn.ticket)) {
                host.counters().lockLost();
            }
        });
    }

    /**
     * The request is over. What it changed and could not store is forgotten: another one's turn begins.
     *
     * @param committed whether its last commit went well
     */
    void giveBack(Request request, boolean committed) {
        forgetUnstored(request, committed);
        CommitId ticket = lane.locked(() -> {
            Turn mine = turns.remove(request);
            if (mine == null) {
                return null;
            }
            // Where the store has just failed, the turn is left to be over by itself.
            boolean tells = state.hasTurn(mine.ticket) && state.stage() == Stage.LIVE && state.unresolved() == null;
            state.endTurn(mine.ticket);
            called.signalAll();
            return tells ? mine.ticket : null;
        });
        if (ticket != null) {
            release(ticket);
        }
    }

    private void forgetUnstored(Request request, boolean committed) {
        lane.lock();
        try {
            Turn mine = turns.get(request);
            if (mine == null || !state.leavesUnstored(mine.ticket, committed)) {
                return;
            }
            lane.lead(host.deadline());
            try {
                if (state.leavesUnstored(mine.ticket, committed)) {
                    state.discard();
                    LOG.log(Level.WARNING, name() + ": what a request changed and could not store in its turn is lost");
                }
            } finally {
                lane.release();
            }
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, name() + ": an operation is under way, whose answer will tell", e);
        } finally {
            lane.unlock();
        }
    }

    private void release(CommitId ticket) {
        Answer answer;
        try {
            answer = host.store()
                    .execute(
                            state.key(),
                            new Operation.Unlock(ticket, CopyState.LEASE_MILLIS, false),
                            Math.min(GIVE_BACK_NANOS, Math.max(1, host.deadline() - host.nanoTime())));
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, name() + ": a turn could not be given back; it is over by itself", e);
            return;
        }
        if (answer instanceof Answer.Released released && released.next() != null) {
            host.tellTurn(state.key(), released.next());
        }
    }
}
