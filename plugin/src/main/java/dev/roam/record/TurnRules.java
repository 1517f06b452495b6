package dev.roam.record;

import dev.roam.record.Answer.Reason;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the owner decides about turns ({@link Turns}). Every change of whose turn it is is backed up, on the very version that the owner has: so what a request is
 * told with its turn survives the owner. The queue alone is not: who waits asks again and again.
 */
final class TurnRules {
    private TurnRules() {}

    static Decision lock(Operation.Lock lock, SessionRecord record, long now) {
        Turns turns = record.turns();
        if (turns.isOver(lock.ticket())) {
            return Decision.refused(Reason.SUPERSEDED);
        }
        Turns next = turns.asked(lock.ticket(), now, lock.lease());
        boolean mine = next.isHeldBy(lock.ticket());
        boolean sign = record.trial() > 0 || now - record.touched() >= record.touchInterval() / 2;
        boolean backup = mine || sign || !Objects.equals(turns.holder(), next.holder());
        Answer answer = mine
                ? Operation.held(record, record.version(), record.accessed(), record.since(lock.known()))
                : new Answer.Waiting();
        // Only the opening is an access; what a request has waited for is not its own asking.
        long accessed = mine ? now : record.accessed();
        return new Decision(answer, outcome(record, next, accessed, backup ? now : 0, true, lock.again()), backup);
    }

    static Decision renew(Operation.Renew renew, SessionRecord record, long now) {
        if (!record.turns().isHeldBy(renew.ticket())) {
            return Decision.refused(Reason.LOCK_LOST);
        }
        Turns next = record.turns().asked(renew.ticket(), now, renew.lease());
        return Decision.backedUp(
                nothingNew(record), outcome(record, next, record.accessed(), now, record.trial() == 0, renew.again()));
    }

    static Decision unlock(Operation.Unlock unlock, SessionRecord record, long now) {
        Turns next = record.turns().released(unlock.ticket(), now, unlock.lease());
        boolean passed = record.turns().isHeldBy(unlock.ticket());
        Turns.Turn holder = next.holder();
        return Decision.backedUp(
                new Answer.Released(passed && holder != null ? holder.ticket() : null),
                outcome(record, next, record.accessed(), record.touched(), record.trial() == 0, unlock.again()));
    }

    private static Answer nothingNew(SessionRecord record) {
        Update nothing = new Update(record.version(), false, null, Map.of());
        return Operation.held(record, record.version(), record.accessed(), nothing);
    }

    /** What is sent again carries the whole record, and so heals a backup that lags. */
    private static Outcome outcome(
            SessionRecord record, Turns next, long accessed, long touched, boolean proven, boolean again) {
        Outcome.Turn turn = new Outcome.Turn(record.version(), next, accessed, touched, proven);
        return again ? new Outcome.Put(turn.apply(record)) : turn;
    }

    /** Null if the change may be made; else that whoever made it has lost its turn. */
    static @Nullable Decision unlessTurn(SessionRecord record, @Nullable CommitId ticket) {
        return ticket == null || record.turns().isHeldBy(ticket) ? null : Decision.refused(Reason.LOCK_LOST);
    }
}
