package dev.roam.user;

import dev.roam.record.CommitId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node asks of a user's record. {@link #decide} runs on the partition's owner only; it reads the record, the owner's cluster time and its own
 * fields, and changes nothing. It may run twice or late; the backups get the whole next record each time, so that a repeat heals them.
 */
public sealed interface UserOperation {
    /**
     * Decides what becomes of the record.
     *
     * @param record the owner's record; null: none
     * @param now the owner's cluster time, in milliseconds since the epoch
     */
    UserDecision decide(@Nullable UserRecord record, long now);

    /**
     * Enters a session among its user's. One that is there already, and not leaving, is no additional one. An entering that has left, and arrives late, changes
     * nothing.
     *
     * @param key of the session
     * @param id names this entering
     * @param limit how many sessions the user may have; 0: as many as wanted
     * @param endsOldest what to do where there are as many already: the oldest are leaving then; otherwise the entering is refused
     * @param again whether the session is stored already, or may be: then it is not refused, but leaving itself; and goes on leaving if it was
     */
    record Enter(String key, CommitId id, int limit, boolean endsOldest, boolean again) implements UserOperation {
        @Override
        public UserDecision decide(@Nullable UserRecord record, long now) {
            UserRecord before = UserRecord.orNew(record, now);
            Login present = before.logins().get(key);
            if (before.left().containsKey(id)
                    || (present != null && present.id().equals(id))) {
                return stored(
                        true, before); // where it has left, its session has ended, which the session itself will tell
            }
            if (present != null && (again || !present.leaving())) {
                return stored(true, before.with(key, new Login(id, now, present.leaving())));
            }
            int tooMany = limit == 0 ? 0 : before.counted(key) + 1 - limit;
            if (tooMany > 0 && !endsOldest && !again) {
                return read(false, before);
            }
            UserRecord room = tooMany > 0 && endsOldest ? before.withOldestLeaving(key, tooMany) : before;
            return stored(true, room.with(key, new Login(id, now, tooMany > 0 && !endsOldest)));
        }
    }

    /**
     * Takes a session out. Only that entering, not a later one of the same session.
     *
     * @param key of the session
     * @param id names the entering
     */
    record Leave(String key, CommitId id) implements UserOperation {
        @Override
        public UserDecision decide(@Nullable UserRecord record, long now) {
            return stored(true, UserRecord.orNew(record, now).without(key, id, now));
        }
    }

    /** Reads. */
    record Find() implements UserOperation {
        @Override
        public UserDecision decide(@Nullable UserRecord record, long now) {
            return read(true, UserRecord.orNew(record, now));
        }
    }

    /**
     * Takes out logins that no session's record bears out, and notes that the logins were compared.
     *
     * @param dead by session key, the enterings. Not to be changed
     */
    record Prune(Map<String, CommitId> dead) implements UserOperation {
        @Override
        public UserDecision decide(@Nullable UserRecord record, long now) {
            if (record == null) {
                return read(true, UserRecord.orNew(null, now));
            }
            UserRecord next = record;
            for (Map.Entry<String, CommitId> entry : dead.entrySet()) {
                next = next.without(entry.getKey(), entry.getValue(), now);
            }
            return stored(true, next.checkedAt(now));
        }
    }

    private static UserDecision read(boolean accepted, UserRecord record) {
        return new UserDecision(new UserAnswer(accepted, record.logins()), false, record.orNothing());
    }

    private static UserDecision stored(boolean accepted, UserRecord next) {
        return new UserDecision(new UserAnswer(accepted, next.logins()), true, next.orNothing());
    }
}
