package dev.roam.jetty;

import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.record.Wire;
import dev.roam.store.Store;
import dev.roam.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Applications' records in the memory of this JVM, shared by the stores of several nodes. Keeps the names of the operations that requests sent,
 * and stops answering when told to.
 */
final class SharedRecords {
    private final AtomicLong aheadMillis = new AtomicLong();
    private final Map<String, MemoryStore.Space> spaces = new ConcurrentHashMap<>();
    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean unreachable;
    private volatile Predicate<String> owned = key -> true;

    /** A node's store of an application. */
    Store store(String application) {
        MemoryStore.Space space = spaces.computeIfAbsent(
                application, name -> new MemoryStore.Space(() -> System.currentTimeMillis() + aheadMillis.get()));
        Store store = new MemoryStore(space, this::deliver);
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("owns")) {
                        return owned.test((String) arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Says which keys lie on the node that asks; without it, all. */
    void owned(Predicate<String> keys) {
        owned = keys;
    }

    private Answer deliver(String key, Operation operation, Supplier<Answer> delivery) {
        boolean ofRequest = !(operation instanceof Operation.Touch);
        if (unreachable) {
            if (ofRequest) {
                refused.incrementAndGet();
            }
            throw new StoreException("session " + key + ": the test made the store unreachable");
        }
        if (ofRequest) {
            operations.add(operation.getClass().getSimpleName());
        }
        sent.add(bytes(operation));
        return delivery.get();
    }

    /** As they would go over the network, a character for each. */
    private static String bytes(Operation operation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Wire.write(new DataOutputStream(bytes), operation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether a text of ASCII characters was ever sent to the store. */
    boolean wereSent(String text) {
        return sent.stream().anyMatch(bytes -> bytes.contains(text));
    }

    /** From now on operations fail, or do not. */
    void unreachable(boolean now) {
        refused.set(0);
        unreachable = now;
    }

    /** How many operations of requests have failed since the records became unreachable. */
    int refused() {
        return refused.get();
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
