package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import dev.roam.record.CommitId;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link SessionCopy} step by step: the same order of planning, encoding, sending and taking in around {@link CopyState}, but where that waits, this goes
 * on when an event comes. Between two steps anything may happen.
 */
final class SimCopy {
    final SimNode node;
    final CopyState state;
    final SimAttributes attributes;
    final SimUses uses;
    final SimTurns turns;

    @Nullable
    SimSession session;

    private boolean busy;
    private List<Runnable> waiting = new ArrayList<>();
    private int leaving;
    private boolean reported;
    private long begun;
    private long stored;
    /** What an attempt to do something with the store came to. */
    enum Result {
        DONE,
        GONE,
        FAILED
    }

    SimCopy(SimNode node, CopyState state) {
        this.node = node;
        this.state = state;
        this.attributes = new SimAttributes(node, state);
        this.uses = new SimUses(this);
        this.turns = new SimTurns(this);
    }

    // ---------------------------------------------------------------- requests

    void enter() {
        uses.entered();
        state.enter();
        node.seen(this);
    }

    void complete(Consumer<Result> then) {
        commit(result -> {
            if (result != Result.FAILED) {
                state.quiet();
            }
            then.accept(result);
        });
    }

    /** As {@link SessionCopy#lock}. */
    void lock(SimRequest request, @Nullable String requested, Consumer<Result> then) {
        turns.take(request, requested, result -> {
            if (result == Result.DONE) {
                open(requested, then);
            } else {
                then.accept(result);
            }
        });
    }

    /** As {@link SessionCopy#unlock}. */
    void unlock(SimRequest request, Runnable then) {
        if (turns.has(request) && state.unresolved() == null) {
            complete(result -> {
                turns.giveBack(request, result != Result.FAILED);
                then.run();
            });
        } else {
            turns.giveBack(request, false);
            then.run();
        }
    }

    void leave(Runnable then) {
        uses.left();
        leaving++;
        if (state.active() == leaving && state.unresolved() == null && state.mayHaveChanged()) {
            commit(result -> left(then));
        } else {
            left(then);
        }
    }

    private void left(Runnable then) {
        leaving--;
        state.leave();
        keepIfUnstored();
        then.run();
    }

    private void keepIfUnstored() {
        if (state.active() == 0 && state.stage() != Stage.NEW && state.mustStay()) {
            node.keep(this);
        }
    }

    boolean isBusy() {
        return busy;
    }

    boolean isUnstored() {
        return state.active() == 0 && state.stage() != Stage.NEW && state.mayHaveChanged();
    }

    // ----------------------------------------------------------------- opening

    void open(@Nullable String requested, Consumer<Result> then) {
        open(requested, state.opening(), node.deadline(), then);
    }

    private void open(@Nullable String requested, long opening, long deadline, Consumer<Result> then) {
        open(requested, opening, deadline, false, then);
    }

    private void open(@Nullable String requested, long opening, long deadline, boolean unsure, Consumer<Result> then) {
        if (!unsure && state.isCurrent(opening)) {
            boolean there = (state.stage() == Stage.LIVE || state.stage() == Stage.NEW)
                    && (requested == null || requested.equals(state.id()));
            afterwards();
            then.accept(there ? Result.DONE : Result.GONE);
            return;
        }
        if (mustWait(deadline, () -> open(requested, opening, deadline, unsure, then), then)) {
            return;
        }
        Sending again = state.unresolved();
        Sending sending = again != null ? again : uses.fetch(requested);
        int maxInactive = state.maxInactive();
        send(sending, deadline, held -> {
            if (held == null) {
                then.accept(Result.FAILED);
            } else if (!held && state.stage() != Stage.GONE) {
                then.accept(Result.GONE);
            } else {
                boolean doubt = again == null && held && uses.shouldHaveBeenSign(sending, maxInactive);
                open(requested, opening, deadline, doubt, then);
            }
        });
    }

    /** For somebody who is in no request. */
    void openOutside(Consumer<Result> then) {
        open(null, state.openingOutside(), node.deadline(), then);
    }

    void openForUse(Consumer<Result> then) {
        if (state.wouldAsk()) {
            open(null, then);
        } else {
            then.accept(Result.DONE);
        }
    }

    void maxInactive(int seconds) {
        state.change(new HeaderChange(seconds, false, null));
    }

    void identity(@Nullable Identity user) {
        state.change(new HeaderChange(null, true, user));
    }

    // ------------------------------------------------------------------ commit

    void commit(Consumer<Result> then) {
        commit(begun, node.deadline(), then);
    }

    private void commit(long arrived, long deadline, Consumer<Result> then) {
        if (!state.mayHaveChanged() || stored > arrived) {
            keepIfUnstored();
            afterwards();
            then.accept(state.isFailed() ? Result.FAILED : state.stage() == Stage.LIVE ? Result.DONE : Result.GONE);
            return;
        }
        if (mustWait(deadline, () -> commit(arrived, deadline, then), then)) {
            return;
        }
        Consumer<@Nullable Boolean> next = held -> {
            if (held == null) {
                keepIfUnstored();
                then.accept(Result.FAILED);
            } else {
                commit(arrived, deadline, then);
            }
        };
        Sending again = state.unresolved();
        if (again != null) {
            send(again, deadline, next);
        } else if (state.stage() == Stage.UNCONFIRMED) {
            send(uses.fetch(null), deadline, held -> {
                if (Boolean.FALSE.equals(held) && state.goneReason() == Reason.RENAMED) {
                    state.gone(Reason.RENAMED);
                }
                next.accept(held);
            });
        } else {
            collectAndSend(next);
        }
    }

    private void collectAndSend(Consumer<@Nullable Boolean> then) {
        long round = ++begun;
        busy = true;
        encoded(round, state.active() > 1, candidates -> {
            CommitId id = node.nextCommitId();
            Sending sending = state.commit(candidates, id);
            Consumer<@Nullable Boolean> sent = held -> {
                if (held != null && state.stage() != Stage.UNCONFIRMED) {
                    stored = round;
                }
                then.accept(held);
            };
            if (sending == null) {
                release();
                sent.accept(true);
                return;
            }
            if (sending.operation() instanceof Operation.Create create && session != null) {
                node.oracle.planned(session, id, create.trial());
            }
            send(sending, node.deadline(), sent);
        });
    }

    private void encoded(long round, boolean shared, Consumer<List<Candidate>> then) {
        long entered = state.entered();
        List<Candidate> candidates = state.collect();
        node.later(node.loop.between(0, 1), () -> {
            candidates.forEach(candidate -> attributes.encode(candidate, round, shared));
            // Who entered meanwhile may have changed what was being encoded.
            if (shared || state.entered() == entered || candidates.isEmpty()) {
                then.accept(candidates);
            } else {
                encoded(round, true, then);
            }
        });
    }

    // ---------------------------------------------------------- rename and end

    void rename(String newId, Consumer<Result> then) {
        openForUse(opened -> {
            if (opened == Result.FAILED) {
                then.accept(Result.FAILED);
            } else {
                renameOpened(newId, node.deadline(), then);
            }
        });
    }

    private void renameOpened(String newId, long deadline, Consumer<Result> then) {
        if (mustWait(deadline, () -> renameOpened(newId, deadline, then), then)) {
            return;
        }
        resolved(deadline, known -> {
            Sending sending = known ? state.rename(newId, node.nextCommitId()) : null;
            if (sending == null) {
                release();
                afterwards();
                then.accept(known ? Result.DONE : Result.FAILED);
                return;
            }
            send(sending, deadline, held -> {
                afterwards();
                boolean failed = held == null || state.isFailed();
                then.accept(failed ? Result.FAILED : held ? Result.DONE : Result.GONE);
            });
        });
    }

    /** @param then gets the claim; null: another one ends it, or the store did not answer */
    void end(Cause cause, Consumer<@Nullable SimEnding> then) {
        end(cause, node.deadline(), then);
    }

    private void end(Cause cause, long deadline, Consumer<@Nullable SimEnding> then) {
        if (mustWait(deadline, () -> end(cause, deadline, then), failed -> then.accept(null))) {
            return;
        }
        if (state.stage() == Stage.NEW) {
            resolved(deadline, known -> {
                if (known) {
                    claim(cause, deadline, then);
                } else {
                    release();
                    then.accept(null);
                }
            });
        } else {
            claim(cause, deadline, then);
        }
    }

    private void claim(Cause cause, long deadline, Consumer<@Nullable SimEnding> then) {
        if (state.stage() == Stage.GONE || state.stage() == Stage.ENDING) {
            release();
            then.accept(null);
            return;
        }
        CommitId claim = node.nextCommitId();
        long from = node.loop.now();
        Sending sending = state.claim(claim, cause, SimEnding.CLAIM_MILLIS);
        if (sending == null) {
            release();
            then.accept(new SimEnding(this, claim, cause, from, true));
            return;
        }
        send(sending, deadline, held -> {
            afterwards();
            then.accept(
                    state.stage() == Stage.ENDING && held != null
                            ? new SimEnding(this, claim, cause, from, false)
                            : null);
        });
    }

    void endedElsewhere(CommitId incarnation) {
        if (state.stage() == Stage.LIVE && incarnation.equals(state.incarnation())) {
            state.gone(Reason.ABSENT);
            afterwards();
        }
    }

    // ----------------------------------------------------------------- leading

    /** Whether another operation is under way; if so, goes on or fails when it is over. */
    boolean mustWait(long deadline, Runnable retry, Consumer<Result> failed) {
        if (!busy) {
            return false;
        }
        waiting.add(() -> {
            if (node.loop.now() >= deadline) {
                failed.accept(Result.FAILED);
            } else {
                retry.run();
            }
        });
        return true;
    }

    private void release() {
        busy = false;
        List<Runnable> woken = waiting;
        waiting = new ArrayList<>();
        for (Runnable waiter : woken) {
            node.later(node.loop.below(50), waiter);
        }
    }

    /** Finds out what became of an operation without an answer, then leads on. */
    private void resolved(long deadline, Consumer<Boolean> then) {
        busy = true;
        Sending again = state.unresolved();
        if (again == null) {
            then.accept(true);
        } else {
            send(again, deadline, held -> {
                busy = true;
                then.accept(held != null);
            });
        }
    }

    /** @param then gets what {@link CopyState#answered} says; null: no answer. Called when another one may lead already */
    void send(Sending sending, long deadline, Consumer<@Nullable Boolean> then) {
        busy = true;
        long sent = node.loop.now();
        boolean first = state.unresolved() == null;
        SimCall.execute(node, sending.operation(), Math.max(sent + 1, deadline), answer -> {
            Boolean held = null;
            if (answer == null) {
                state.unanswered(sending);
            } else {
                if (!(answer instanceof Answer.Waiting)) {
                    uses.told(sent);
                }
                if (first
                        && answer instanceof Answer.Held
                        && sending.operation().isSign()) {
                    uses.backedUp(sent);
                }
                checkNotOvertaken(sending, answer);
                held = state.answered(sending, answer);
                identify();
            }
            release();
            then.accept(held);
        });
    }

    private void checkNotOvertaken(Sending sending, Answer answer) {
        boolean superseded = answer instanceof Refused refused && refused.reason() == Reason.SUPERSEDED;
        if (superseded
                && state.stage() != Stage.GONE
                && !(sending.operation() instanceof Operation.Claim)
                && !(sending.operation() instanceof Operation.Lock)) {
            throw new SimViolation("9: " + node + " waited for " + sending.operation()
                    + ", which a later operation of its own overtook");
        }
    }

    /** Learns which of the oracle's sessions this is. */
    private void identify() {
        CommitId incarnation = state.incarnation();
        if (incarnation == null) {
            return;
        }
        SimSession now = node.oracle.session(incarnation);
        if (session != null && session != now) {
            now.adopt(session);
        }
        session = now;
    }

    void afterwards() {
        if (state.stage() == Stage.GONE) {
            if (session != null && !reported) {
                reported = true;
                session.goneFor(node.name, String.valueOf(state.goneReason()), node.loop.now());
            }
            node.forget(this);
        }
    }
}
