package dev.roam.store.memory;

import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's store over records in memory, for tests and simulations. There is one replica and no network: an operation is decided and applied in one
 * step under the key's lock, by the same rules as in a cluster, and answered at once. Nodes share records by sharing a {@link Space}. Thread-safe.
 */
public final class MemoryStore implements Store {
    private static final int PARTITIONS = 16;

    private final Space space;
    private final Faults faults;
    private final String node;
    private final List<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** One application's records and who watches them; what a cluster is to a node. Thread-safe. */
    public static final class Space {
        private final LongSupplier clock;
        private final Map<String, SessionRecord> records = new ConcurrentHashMap<>();
        private final Map<String, Sign> reapers = new ConcurrentHashMap<>();
        private final List<MemoryStore> stores = new CopyOnWriteArrayList<>();
        private final MemoryUsers users;
        private final AtomicInteger nodes = new AtomicInteger();

        /** @param clock milliseconds since the epoch; what operations are stamped with */
        public Space(LongSupplier clock) {
            this.clock = clock;
            this.users = new MemoryUsers(clock);
        }

        /** The users' records. */
        public MemoryUsers users() {
            return users;
        }

        /** The record under a key as it is now; null: none. */
        public @Nullable SessionRecord record(String key) {
            return records.get(key);
        }
    }

    /**
     * What a reaper says of itself.
     *
     * @param until when it is to be taken for dead
     * @param node where it is
     */
    private record Sign(long until, String node) {}

    /** A node's store on which nothing goes wrong. */
    public MemoryStore(Space space) {
        this(space, Faults.NONE);
    }

    /** @param faults what goes wrong between this node and the records */
    public MemoryStore(Space space, Faults faults) {
        this.space = space;
        this.faults = faults;
        this.node = "node" + space.nodes.incrementAndGet();
        space.stores.add(this);
    }

    @Override
    public Answer execute(String key, Operation operation, long timeoutNanos) {
        if (closed) {
            throw new StoreException("the store of this node is closed; nothing was done");
        }
        return faults.deliver(key, operation, () -> apply(key, operation));
    }

    private Answer apply(String key, Operation operation) {
        Decision[] decision = new Decision[1];
        space.records.compute(key, (same, record) -> {
            Decision decided = operation.decide(record, now());
            decision[0] = decided;
            return decided.outcome() == null ? record : decided.outcome().apply(record);
        });
        return decision[0].answer();
    }

    @Override
    public UserAnswer executeUser(String user, UserOperation operation, long timeoutNanos) {
        if (closed) {
            throw new StoreException("the store of this node is closed; nothing was done");
        }
        return faults.deliverUser(user, operation, () -> space.users.execute(user, operation));
    }

    @Override
    public Map<String, String> usersOf(Collection<String> keys) {
        Map<String, String> users = new HashMap<>();
        for (String key : keys) {
            putUser(users, key, space.records.get(key));
        }
        return users;
    }

    @Override
    public Map<String, String> usersIn(int partition) {
        Map<String, String> users = new HashMap<>();
        space.records.forEach((key, record) -> {
            if (partitionOf(key) == partition) {
                putUser(users, key, record);
            }
        });
        return users;
    }

    private static void putUser(Map<String, String> users, String key, @Nullable SessionRecord record) {
        String user = record == null ? null : record.user();
        if (user != null) {
            users.put(key, user);
        }
    }

    @Override
    public Map<String, UserRecord> userRecords(Collection<String> users) {
        return space.users.records(users);
    }

    @Override
    public List<String> usersToCheck(int partition, long checkedBefore, int limit) {
        return space.users.toCheck(partition, PARTITIONS, checkedBefore, limit);
    }

    private static int partitionOf(String key) {
        return Math.floorMod(key.hashCode(), PARTITIONS);
    }

    @Override
    public long now() {
        return space.clock.getAsLong();
    }

    /** Always true: asking never leaves the JVM. */
    @Override
    public boolean owns(String key) {
        return true;
    }

    @Override
    public int partitions() {
        return PARTITIONS;
    }

    @Override
    public List<String> reapable(int partition, int limit) {
        long now = now();
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, SessionRecord> entry : space.records.entrySet()) {
            boolean here = partitionOf(entry.getKey()) == partition;
            if (here && keys.size() < limit && entry.getValue().isReapable(now)) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    @Override
    public SortedSet<String> reapers(String self, long aliveMillis) {
        long now = now();
        space.reapers.put(self, new Sign(now + aliveMillis, node));
        space.reapers.values().removeIf(sign -> sign.until() <= now);
        return new TreeSet<>(space.reapers.keySet());
    }

    /** {@code node<n>}, in the order in which the stores of the space were made. */
    @Override
    public String nodeOf(String instance) {
        Sign sign = space.reapers.get(instance);
        return sign == null || sign.until() <= now() ? "" : sign.node();
    }

    @Override
    public void retire(String self) {
        space.reapers.remove(self);
    }

    @Override
    public int size() {
        return (int) space.records.values().stream()
                .filter(record -> !(record.state() instanceof State.Ended))
                .count();
    }

    /** Calls the listeners of all stores of the space, on the calling thread. */
    @Override
    public void announce(Announcement announcement) {
        for (MemoryStore store : space.stores) {
            store.listeners.forEach(listener -> listener.accept(announcement));
        }
    }

    @Override
    public void listen(Consumer<Announcement> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        closed = true;
        space.stores.remove(this);
        listeners.clear();
    }
}
