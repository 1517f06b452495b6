package dev.roam.jetty;

import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.store.Store;
import dev.roam.store.memory.MemoryStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One application's records in the memory of this JVM, shared by the stores of several nodes. Keeps the names of the operations that requests sent,
 * and stops answering when told to.
 */
final class SharedRecords {
    private final AtomicLong aheadMillis = new AtomicLong();
    private final MemoryStore.Space space = new MemoryStore.Space(() -> System.currentTimeMillis() + aheadMillis.get());
    private final List<String> operations = new CopyOnWriteArrayList<>();
    private volatile boolean unreachable;

    Store store() {
        return new MemoryStore(space, this::deliver);
    }

    private Answer deliver(String key, Operation operation, Supplier<Answer> delivery) {
        if (unreachable) {
            throw new StoreException("session " + key + ": the test made the store unreachable");
        }
        if (!(operation instanceof Operation.Touch)) {
            operations.add(operation.getClass().getSimpleName());
        }
        return delivery.get();
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

    /** What requests asked since, in order; without what the keeper sends in the background. */
    List<String> operations() {
        return List.copyOf(operations);
    }
}
