package dev.roam.store.memory;

import dev.roam.user.UserAnswer;
import dev.roam.user.UserDecision;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Users' records in memory, for tests. Thread-safe. */
public final class MemoryUsers {
    private final LongSupplier clock;
    private final Map<String, UserRecord> records = new ConcurrentHashMap<>();

    /** @param clock milliseconds since the epoch; what operations are stamped with */
    public MemoryUsers(LongSupplier clock) {
        this.clock = clock;
    }

    /** A user's record as it is now; null: none. */
    public @Nullable UserRecord record(String user) {
        return records.get(user);
    }

    /** Puts a record in place of what is there; null: none. */
    public void set(String user, @Nullable UserRecord record) {
        records.compute(user, (same, before) -> record);
    }

    /** Decides and applies an operation. */
    public UserAnswer execute(String user, UserOperation operation) {
        UserAnswer[] answer = new UserAnswer[1];
        records.compute(user, (same, record) -> {
            UserDecision decision = operation.decide(record, clock.getAsLong());
            answer[0] = decision.answer();
            return decision.stores() ? decision.next() : record;
        });
        return answer[0];
    }

    /** Those that there are of these. */
    public Map<String, UserRecord> records(Collection<String> users) {
        Map<String, UserRecord> found = new HashMap<>();
        for (String user : users) {
            UserRecord record = records.get(user);
            if (record != null) {
                found.put(user, record);
            }
        }
        return found;
    }

    /** Users of one of so many partitions whose records are to be looked at. */
    public List<String> toCheck(int partition, int partitions, long checkedBefore, int limit) {
        List<String> users = new ArrayList<>();
        records.forEach((user, record) -> {
            boolean here = Math.floorMod(user.hashCode(), partitions) == partition;
            if (here && users.size() < limit && record.isToBeChecked(checkedBefore)) {
                users.add(user);
            }
        });
        return users;
    }
}
