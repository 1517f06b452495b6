package dev.roam.copy;

import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.CommitId;
import dev.roam.record.CounterOnly;
import dev.roam.record.Decision;
import dev.roam.record.Header;
import dev.roam.record.Operation;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.record.Turns;
import dev.roam.record.Version;
import dev.roam.record.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The real rules with one broken, each in a way that a plausible implementation would have. */
final class BrokenRules {
    private static final long FAR_AHEAD = 1_000_000_000L;

    private BrokenRules() {}

    /** Commit ids are ignored: what arrives twice is applied twice. */
    static final class AppliesTwice extends SimRules {
        private long number;

        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            if (operation instanceof Operation.Commit commit) {
                CommitId fresh = new CommitId(new Writer(13, 13), ++number);
                return new Operation.Commit(
                                commit.incarnation(),
                                fresh,
                                commit.changes(),
                                commit.header(),
                                commit.yields(),
                                commit.known())
                        .decide(record, now);
            }
            return operation.decide(record, now);
        }
    }

    /** A version is its counter: two histories of the same length are taken for one. */
    static final class ComparesCountersOnly extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            if (operation instanceof Operation.Fetch fetch) {
                Version known = CounterOnly.placed(record, fetch.known());
                return new Operation.Fetch(fetch.id(), fetch.incarnation(), known, fetch.sign()).decide(record, now);
            }
            if (operation instanceof Operation.Commit commit) {
                Version known = CounterOnly.placed(record, commit.known());
                return new Operation.Commit(
                                commit.incarnation(),
                                commit.id(),
                                commit.changes(),
                                commit.header(),
                                commit.yields(),
                                known)
                        .decide(record, now);
            }
            return operation.decide(record, now);
        }

        @Override
        @Nullable
        SessionRecord applyOnBackup(Outcome outcome, @Nullable SessionRecord base) {
            return base != null
                            && outcome instanceof Outcome.Advance advance
                            && advance.base().counter() == base.version().counter()
                    ? rebased(advance, base).apply(base)
                    : outcome.apply(base);
        }
    }

    private static Outcome rebased(Outcome.Advance advance, SessionRecord base) {
        return new Outcome.Advance(
                base.version(),
                advance.by(),
                advance.at(),
                advance.accessed(),
                advance.written(),
                advance.header(),
                advance.state());
    }

    /** A commit that finds no record makes one. */
    static final class CommitCreates extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            boolean nothing = record == null || record.state() instanceof State.Ended;
            if (nothing && operation instanceof Operation.Commit commit) {
                Map<AttributeKey, byte[]> values = new HashMap<>();
                commit.changes().forEach((key, change) -> {
                    byte[] bytes = change.bytes();
                    if (bytes != null) {
                        values.put(key, bytes);
                    }
                });
                Header header = new Header(SimNode.KEY, now, 1, null);
                return new Operation.Create(commit.incarnation(), header, values, 60_000).decide(null, now);
            }
            return operation.decide(record, now);
        }
    }

    /** A drop leaves nothing that remembers which creates were there. */
    static final class DropLeavesNothing extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            Decision decision = operation.decide(record, now);
            return operation instanceof Operation.Drop && decision.answer() instanceof Answer.Held
                    ? new Decision(decision.answer(), new Outcome.Forget(), true)
                    : decision;
        }
    }

    /** Signs of life stay on the owner. */
    static final class AccessWithoutBackup extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            Decision decision = operation.decide(record, now);
            return decision.outcome() instanceof Outcome.Access
                    ? new Decision(decision.answer(), decision.outcome(), false)
                    : decision;
        }
    }

    /** Nobody's use ends a session's trial. */
    static final class TrialIsNeverLifted extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            Decision decision = operation.decide(record, now);
            return decision.outcome() instanceof Outcome.Access access
                    ? new Decision(
                            decision.answer(),
                            new Outcome.Access(access.accessed(), access.touched(), false),
                            decision.backup())
                    : decision;
        }
    }

    /** That a session's trial is over stays on the owner. */
    static final class TrialIsLiftedOnTheOwnerOnly extends SimRules {
        @Override
        @Nullable
        SessionRecord applyOnBackup(Outcome outcome, @Nullable SessionRecord base) {
            return outcome instanceof Outcome.Access access
                    ? new Outcome.Access(access.accessed(), access.touched(), false).apply(base)
                    : outcome.apply(base);
        }
    }

    /** A claim does not keep others out. */
    static final class ClaimIsShared extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            return operation instanceof Operation.Claim && record != null && record.state() instanceof State.Ending
                    ? operation.decide(record, now + FAR_AHEAD)
                    : operation.decide(record, now);
        }
    }

    /** A backup applies a change to whatever it has. */
    static final class BackupDoesNotCheck extends SimRules {
        @Override
        @Nullable
        SessionRecord applyOnBackup(Outcome outcome, @Nullable SessionRecord base) {
            return base != null && outcome instanceof Outcome.Advance advance
                    ? rebased(advance, base).apply(base)
                    : outcome.apply(base);
        }
    }

    /** A turn is given to whoever asks. */
    static final class TurnsAreShared extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            return operation instanceof Operation.Lock && record != null
                    ? operation.decide(withoutHolder(record, now), now)
                    : operation.decide(record, now);
        }

        private static SessionRecord withoutHolder(SessionRecord record, long now) {
            Turns.Turn holder = record.turns().holder();
            Outcome freed = holder == null
                    ? null
                    : new Operation.Unlock(holder.ticket(), 0, false)
                            .decide(record, now)
                            .outcome();
            return freed == null ? record : Objects.requireNonNull(freed.apply(record));
        }
    }

    /** A change counts, whoever has had its turn meanwhile. */
    static final class CommitsAreNotFenced extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            if (operation instanceof Operation.Commit commit) {
                return new Operation.Commit(
                                commit.incarnation(),
                                commit.id(),
                                commit.changes(),
                                commit.header(),
                                commit.yields(),
                                commit.known())
                        .decide(record, now);
            }
            return operation.decide(record, now);
        }
    }

    /** Whoever gives a turn back, or gives up waiting, ends the turn of whoever has it. */
    static final class TurnsAreAnyones extends SimRules {
        @Override
        Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
            Turns.Turn holder = record == null ? null : record.turns().holder();
            if (holder != null && operation instanceof Operation.Unlock unlock) {
                return new Operation.Unlock(holder.ticket(), unlock.lease(), unlock.again()).decide(record, now);
            }
            return operation.decide(record, now);
        }
    }

    /** The answer does not wait for the backup. */
    static final class AnswersBeforeBackup extends SimRules {
        @Override
        boolean answersBeforeBackup() {
            return true;
        }
    }

    /** An owner that stood still answers reads from its own old replica. */
    static final class AnswersAfterStandstill extends SimRules {
        @Override
        boolean answersAfterStandstill() {
            return true;
        }
    }
}
