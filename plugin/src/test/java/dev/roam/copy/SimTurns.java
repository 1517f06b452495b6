package dev.roam.copy;

import dev.roam.copy.CopyState.Stage;
import dev.roam.copy.SimCopy.Result;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link TurnTaking} step by step, with its times scaled down. */
final class SimTurns {
    /** How long a turn lasts by itself. */
    static final long LEASE_MILLIS = 200;

    /** How long a request waits for its turn. */
    static final long TIMEOUT_MILLIS = 600;

    private static final long RENEW_MILLIS = 60;
    private static final long FIRST_PAUSE = 2 * SimLoop.MILLI;
    private static final long MAX_PAUSE = 25 * SimLoop.MILLI;

    private final SimCopy copy;
    private final SimNode node;
    private final CopyState state;
    private final Map<SimRequest, Turn> turns = new HashMap<>();

    private static final class Turn {
        CommitId ticket;
        boolean had;
        boolean over;

        @Nullable
        Runnable wakes;

        Turn(CommitId ticket) {
            this.ticket = ticket;
        }
    }

    SimTurns(SimCopy copy) {
        this.copy = copy;
        this.node = copy.node;
        this.state = copy.state;
    }

    /** Whether no request of this node has its turn or waits for it. */
    boolean isEmpty() {
        return turns.isEmpty();
    }

    boolean has(SimRequest request) {
        Turn mine = turns.get(request);
        return mine != null && state.hasTurn(mine.ticket);
    }

    /** Whether the request must not be answered as if what it changed were stored. */
    boolean isFailed(SimRequest request) {
        Turn mine = turns.get(request);
        return mine != null && state.isFailed(mine.ticket);
    }

    // ------------------------------------------------------------------ taking

    /** @param then gets {@link Result#FAILED} also for a turn that did not come in time, or was lost */
    void take(SimRequest request, @Nullable String requested, Consumer<Result> then) {
        if (has(request)) {
            then.accept(Result.DONE);
            return;
        }
        Turn mine = turns.computeIfAbsent(request, first -> new Turn(node.nextCommitId()));
        if (mine.had) {
            then.accept(Result.FAILED);
            return;
        }
        long end = node.loop.now() + TIMEOUT_MILLIS * SimLoop.MILLI;
        await(mine, requested, end, FIRST_PAUSE, result -> {
            mine.had = result == Result.DONE;
            if (mine.had) {
                renewLater(mine);
            } else {
                turns.remove(request);
            }
            copy.afterwards();
            then.accept(result);
        });
    }

    private boolean isThere() {
        return state.stage() != Stage.GONE && state.stage() != Stage.ENDING;
    }

    private void await(Turn mine, @Nullable String requested, long end, long pause, Consumer<Result> then) {
        if (!isThere()) {
            then.accept(Result.GONE);
        } else if (state.takeUnsaved(mine.ticket)) {
            then.accept(Result.DONE);
        } else if (!state.isKnownElsewhere()) {
            pause(mine, requested, end, pause, then);
        } else if (!copy.mustWait(node.deadline(), () -> await(mine, requested, end, pause, then), then)) {
            ask(mine, requested, end, pause, then);
        }
    }

    private void ask(Turn mine, @Nullable String requested, long end, long pause, Consumer<Result> then) {
        Sending again = state.unresolved();
        Sending sending = again != null ? again : state.lock(requested, mine.ticket, LEASE_MILLIS);
        copy.send(sending, node.deadline(), there -> {
            if (there == null) {
                then.accept(Result.FAILED);
            } else if (again != null) {
                await(mine, requested, end, pause, then);
            } else if (state.hasTurn(mine.ticket)) {
                then.accept(Result.DONE);
            } else if (!there && state.goneReason() == Reason.SUPERSEDED) {
                mine.ticket = node.nextCommitId();
                await(mine, requested, end, pause, then);
            } else if (!there) {
                then.accept(Result.GONE);
            } else {
                pause(mine, requested, end, pause, then);
            }
        });
    }

    private void pause(Turn mine, @Nullable String requested, long end, long pause, Consumer<Result> then) {
        if (node.loop.now() >= end) {
            node.loop.trace(() -> node + ": " + mine.ticket + " has waited too long");
            release(mine.ticket);
            then.accept(Result.FAILED);
            return;
        }
        Runnable goesOn = () -> {
            mine.wakes = null;
            await(mine, requested, end, Math.min(MAX_PAUSE, 2 * pause), then);
        };
        mine.wakes = goesOn;
        node.later(pause, () -> {
            if (mine.wakes == goesOn) {
                goesOn.run();
            }
        });
    }

    /** The turn of a request of this node has come. */
    void called(CommitId ticket) {
        for (Turn turn : turns.values()) {
            Runnable wakes = turn.wakes;
            if (turn.ticket.equals(ticket) && wakes != null) {
                node.later(0, () -> {
                    if (turn.wakes == wakes) {
                        wakes.run();
                    }
                });
            }
        }
    }

    // ----------------------------------------------------------------- keeping

    private void renewLater(Turn turn) {
        node.later(RENEW_MILLIS * SimLoop.MILLI, () -> {
            if (!turn.over && state.hasTurn(turn.ticket) && isThere()) {
                renew(turn);
            }
        });
    }

    private void renew(Turn turn) {
        long now = node.loop.now();
        if (state.stage() != Stage.LIVE) {
            renewLater(turn);
            return;
        }
        Operation renewal = new Operation.Renew(turn.ticket, LEASE_MILLIS, false);
        SimCall.execute(node, renewal, now + RENEW_MILLIS * SimLoop.MILLI, answer -> {
            if (answer instanceof Answer.Refused refused && refused.reason() == Reason.LOCK_LOST) {
                state.loseTurn(turn.ticket);
            }
            renewLater(turn);
        });
    }

    void giveBack(SimRequest request, boolean committed) {
        Turn mine = turns.get(request);
        if (mine != null && state.leavesUnstored(mine.ticket, committed)) {
            if (copy.mustWait(node.deadline(), () -> giveBack(request, committed), failed -> end(request))) {
                return;
            }
            node.loop.trace(() -> node + " forgets what it could not store");
            state.discard();
        }
        end(request);
    }

    private void end(SimRequest request) {
        Turn mine = turns.remove(request);
        if (mine == null) {
            return;
        }
        mine.over = true;
        boolean tells = state.hasTurn(mine.ticket) && state.stage() == Stage.LIVE && state.unresolved() == null;
        state.endTurn(mine.ticket);
        if (tells) {
            release(mine.ticket);
        }
    }

    private void release(CommitId ticket) {
        SimCall.execute(node, new Operation.Unlock(ticket, LEASE_MILLIS, false), node.deadline(), answer -> {
            if (answer instanceof Answer.Released released && released.next() != null) {
                node.tellTurn(released.next());
            }
        });
    }
}
