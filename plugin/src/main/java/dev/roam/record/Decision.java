package dev.roam.record;

import org.jspecify.annotations.Nullable;

/**
 * What the owner decided about an operation.
 *
 * @param answer for the node that sent it
 * @param outcome what to do to the owner's record; null: nothing
 * @param backup whether the backups do it too, before the answer counts. An access stamp alone stays on the owner
 */
public record Decision(Answer answer, @Nullable Outcome outcome, boolean backup) {
    static Decision refused(Answer.Reason reason) {
        return new Decision(new Answer.Refused(reason), null, false);
    }

    static Decision backedUp(Answer answer, Outcome outcome) {
        return new Decision(answer, outcome, true);
    }
}
