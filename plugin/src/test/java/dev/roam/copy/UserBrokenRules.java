package dev.roam.copy;

import dev.roam.user.Login;
import dev.roam.user.UserDecision;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real rules about users with one broken, each in a way that a plausible implementation would have. */
final class UserBrokenRules {
    private UserBrokenRules() {}

    /** The limit is left to the nodes: the owner enters whatever comes. */
    static final class OwnerDoesNotCount extends UserSimRules {
        @Override
        UserDecision decide(UserOperation operation, @Nullable UserRecord record, long now) {
            return operation instanceof UserOperation.Enter enter
                    ? new UserOperation.Enter(enter.key(), enter.id(), 0, false, false).decide(record, now)
                    : operation.decide(record, now);
        }
    }

    /** What left is not remembered: late enterings bring it back, late leavings find it. */
    static final class ForgetsWhatLeft extends UserSimRules {
        @Override
        UserDecision decide(UserOperation operation, @Nullable UserRecord record, long now) {
            UserRecord forgetful = record == null ? null : new UserRecord(record.logins(), Map.of(), record.checked());
            return operation.decide(forgetful, now);
        }
    }

    /** A leaving takes out whatever is entered of its session. */
    static final class LeavesWhatIsThere extends UserSimRules {
        @Override
        UserDecision decide(UserOperation operation, @Nullable UserRecord record, long now) {
            Login there = record != null && operation instanceof UserOperation.Leave leave
                    ? record.logins().get(leave.key())
                    : null;
            return there != null && operation instanceof UserOperation.Leave leave
                    ? new UserOperation.Leave(leave.key(), there.id()).decide(record, now)
                    : operation.decide(record, now);
        }
    }

    /** The newest go, not the oldest. */
    static final class EndsTheNewest extends UserSimRules {
        @Override
        UserDecision decide(UserOperation operation, @Nullable UserRecord record, long now) {
            UserDecision decision = operation.decide(mirrored(record), now);
            return new UserDecision(decision.answer(), decision.stores(), mirrored(decision.next()));
        }

        private static @Nullable UserRecord mirrored(@Nullable UserRecord record) {
            if (record == null) {
                return null;
            }
            Map<String, Login> logins = new HashMap<>();
            record.logins()
                    .forEach((key, login) ->
                            logins.put(key, new Login(login.id(), 2_000_000 - login.at(), login.leaving())));
            return new UserRecord(logins, record.left(), record.checked());
        }
    }

    /** The answer does not wait for the backup. */
    static final class AnswersBeforeBackup extends UserSimRules {
        @Override
        boolean answersBeforeBackup() {
            return true;
        }
    }

    /** The session is stored first. */
    static final class EntersAfterCommit extends UserSimRules {
        @Override
        boolean entersAfterCommit() {
            return true;
        }
    }

    /** A login without its session is taken for dead at once. */
    static final class PrunesYoung extends UserSimRules {
        @Override
        boolean prunesYoung() {
            return true;
        }
    }

    /** Who leaves is ended by the node whose login it was, or by nobody. */
    static final class ReapersDoNotEnd extends UserSimRules {
        @Override
        boolean reapersEnd() {
            return false;
        }
    }

    /** A commit that others overtook does not enter its session again. */
    static final class DoesNotEnterAgain extends UserSimRules {
        @Override
        boolean entersAgain() {
            return false;
        }
    }
}
