package dev.roam.copy;

import dev.roam.user.UserDecision;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import org.jspecify.annotations.Nullable;

/** The rules by which a simulation's owner and nodes keep users: the real ones, unless a test breaks one to see that the simulation finds it. */
class UserSimRules {
    static final UserSimRules REAL = new UserSimRules();

    /** {@code dev.roam.user.UserOperation}, called from another package. */
    UserDecision decide(UserOperation operation, @Nullable UserRecord record, long now) {
        return operation.decide(record, now);
    }

    /** Whether an answer may leave before the backup has what it acknowledges. */
    boolean answersBeforeBackup() {
        return false;
    }

    /** Whether a session is stored before it is entered. */
    boolean entersAfterCommit() {
        return false;
    }

    /** Whether a login is pruned whose session may be about to be stored. */
    boolean prunesYoung() {
        return false;
    }

    /** Whether reapers end the sessions whose logins are leaving. */
    boolean reapersEnd() {
        return true;
    }

    /** Whether a commit that others overtook enters its session again. */
    boolean entersAgain() {
        return true;
    }
}
