package dev.roam.statistics;

import dev.roam.OperationKind;
import dev.roam.OperationStatistics;
import dev.roam.Statistics;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A store that counts the operations which pass through it and the time they take. Thread-safe; costs two looks at the clock for each. */
public final class MeteredStore implements Store {
    private final Store store;
    private final Map<OperationKind, Latencies> latencies = new EnumMap<>(OperationKind.class);
    private final LongAdder claimedAgain = new LongAdder();

    /** @param store does the work */
    public MeteredStore(Store store) {
        this.store = store;
        for (OperationKind kind : OperationKind.values()) {
            latencies.put(kind, new Latencies());
        }
    }

    /**
     * What passed through so far, and how the store stands now; no operation.
     *
     * @param counters what else was counted
     * @param copies how many working copies there are
     */
    public Statistics statistics(Counters counters, int copies) {
        Map<OperationKind, OperationStatistics> operations = new EnumMap<>(OperationKind.class);
        latencies.forEach((kind, noted) -> operations.put(kind, noted.read()));
        return new Statistics(
                operations,
                counters.openings.sum(),
                copies,
                counters.unchanged.sum(),
                counters.notEncoded.sum(),
                counters.disturbed.sum(),
                counters.notDecoded.sum(),
                counters.reaped.sum(),
                claimedAgain.sum(),
                counters.unavailable.sum(),
                counters.tooLarge.sum(),
                counters.refusedSessions.sum(),
                counters.loginsRefused.sum(),
                counters.endedForUserLimit.sum(),
                counters.lockWaits.sum(),
                counters.lockTimeouts.sum(),
                counters.locksLost.sum(),
                store.isReachable(),
                store.members());
    }

    @Override
    public Answer execute(String key, Operation operation, long timeoutNanos) {
        Latencies noted = Objects.requireNonNull(latencies.get(kind(operation)));
        long start = System.nanoTime();
        boolean failed = true;
        try {
            Answer answer = store.execute(key, operation, timeoutNanos);
            failed = false;
            Answer.Claimed claimed = answer instanceof Answer.Held held ? held.claimed() : null;
            if (claimed != null && claimed.lapsed()) {
                claimedAgain.increment();
            }
            return answer;
        } finally {
            noted.note(System.nanoTime() - start, failed);
        }
    }

    @Override
    public UserAnswer executeUser(String user, UserOperation operation, long timeoutNanos) {
        Latencies noted = Objects.requireNonNull(latencies.get(OperationKind.USER));
        long start = System.nanoTime();
        boolean failed = true;
        try {
            UserAnswer answer = store.executeUser(user, operation, timeoutNanos);
            failed = false;
            return answer;
        } finally {
            noted.note(System.nanoTime() - start, failed);
        }
    }

    @Override
    public Map<String, String> usersOf(Collection<String> keys) {
        return store.usersOf(keys);
    }

    @Override
    public Map<String, String> usersIn(int partition) {
        return store.usersIn(partition);
    }

    @Override
    public Map<String, UserRecord> userRecords(Collection<String> users) {
        return store.userRecords(users);
    }

    @Override
    public List<String> usersToCheck(int partition, long checkedBefore, int limit) {
        return store.usersToCheck(partition, checkedBefore, limit);
    }

    /** The commonest first. */
    private static OperationKind kind(Operation operation) {
        if (operation instanceof Operation.Fetch) {
            return OperationKind.FETCH;
        } else if (operation instanceof Operation.Commit) {
            return OperationKind.COMMIT;
        } else if (operation instanceof Operation.Touch) {
            return OperationKind.TOUCH;
        } else if (operation instanceof Operation.Create) {
            return OperationKind.CREATE;
        } else if (operation instanceof Operation.Claim) {
            return OperationKind.CLAIM;
        } else if (operation instanceof Operation.Drop) {
            return OperationKind.DROP;
        } else if (operation instanceof Operation.Rename) {
            return OperationKind.RENAME;
        } else if (operation instanceof Operation.Forget) {
            return OperationKind.FORGET;
        } else if (operation instanceof Operation.Lock) {
            return OperationKind.LOCK;
        } else if (operation instanceof Operation.Renew) {
            return OperationKind.RENEW;
        } else if (operation instanceof Operation.Unlock) {
            return OperationKind.UNLOCK;
        }
        return OperationKind.LOOK;
    }

    @Override
    public long now() {
        return store.now();
    }

    @Override
    public boolean holdsRecords() {
        return store.holdsRecords();
    }

    @Override
    public boolean owns(String key) {
        return store.owns(key);
    }

    @Override
    public int partitions() {
        return store.partitions();
    }

    @Override
    public List<String> reapable(int partition, int limit) {
        return store.reapable(partition, limit);
    }

    @Override
    public SortedSet<String> reapers(String self, long aliveMillis) {
        return store.reapers(self, aliveMillis);
    }

    @Override
    public String nodeOf(String instance) {
        return store.nodeOf(instance);
    }

    @Override
    public void retire(String self) {
        store.retire(self);
    }

    @Override
    public int size() {
        return store.size();
    }

    @Override
    public List<String> members() {
        return store.members();
    }

    @Override
    public boolean isReachable() {
        return store.isReachable();
    }

    @Override
    public void announce(Announcement announcement) {
        store.announce(announcement);
    }

    @Override
    public void listen(Consumer<Announcement> listener) {
        store.listen(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
