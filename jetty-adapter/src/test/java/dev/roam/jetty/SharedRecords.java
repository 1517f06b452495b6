package dev.roam.jetty;

import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One application's records in the memory of this JVM, shared by the stores of several nodes. Keeps the names of the operations that requests sent,
 * and stops answering when told to. Announcements are lost, as they may be: what a test sees is due to opening alone.
 */
final class SharedRecords {
    private final Map<String, SessionRecord> records = new ConcurrentHashMap<>();
    private final SortedSet<String> reapers = new ConcurrentSkipListSet<>();
    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final AtomicLong aheadMillis = new AtomicLong();
    private volatile boolean unreachable;

    Store store() {
        return new NodeStore();
    }

    void unreachable(boolean now) {
        unreachable = now;
    }

    /** Lets the cluster's time pass. */
    void advance(long millis) {
        aheadMillis.addAndGet(millis);
    }

    void forgetOperations() {
        operations.clear();
    }

    /** What requests asked since, in order; without what the keeper and the reaper send in the background. */
    List<String> operations() {
        return List.copyOf(operations);
    }

    private final class NodeStore implements Store {
        @Override
        public Answer execute(String key, Operation operation, long timeoutNanos) {
            if (unreachable) {
                throw new StoreException("session " + key + ": the test made the store unreachable");
            }
            if (!(operation instanceof Operation.Touch)) {
                operations.add(operation.getClass().getSimpleName());
            }
            synchronized (records) {
                SessionRecord record = records.get(key);
                Decision decision = operation.decide(record, now());
                if (decision.outcome() != null) {
                    SessionRecord next = decision.outcome().apply(record);
                    if (next == null) {
                        records.remove(key);
                    } else {
                        records.put(key, next);
                    }
                }
                return decision.answer();
            }
        }

        @Override
        public long now() {
            return System.currentTimeMillis() + aheadMillis.get();
        }

        @Override
        public boolean owns(String key) {
            return true;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public List<String> reapable(int partition, int limit) {
            return records.entrySet().stream()
                    .filter(entry -> entry.getValue().isReapable(now()))
                    .map(Map.Entry::getKey)
                    .limit(limit)
                    .toList();
        }

        @Override
        public SortedSet<String> reapers(String self, long aliveMillis) {
            reapers.add(self);
            return new TreeSet<>(reapers);
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public void announce(Announcement announcement) {}

        @Override
        public void listen(Consumer<Announcement> listener) {}

        @Override
        public void close() {}
    }
}
