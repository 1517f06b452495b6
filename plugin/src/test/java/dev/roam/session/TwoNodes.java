package dev.roam.session;

import dev.roam.ApplicationOptions;
import dev.roam.Scope;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.Store;
import dev.roam.store.memory.Faults;
import dev.roam.store.memory.MemoryStore;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserTimes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** Two nodes with real threads on one store in memory. */
abstract class TwoNodes {
    static final String KEY = "0123456789ABCDEF";

    /** By how much the store's clock is ahead, in milliseconds. */
    final AtomicLong ahead = new AtomicLong();

    final MemoryStore.Space space = new MemoryStore.Space(() -> System.currentTimeMillis() + ahead.get());
    volatile Faults faults = Faults.NONE;
    final AtomicInteger operations = new AtomicInteger();
    /** All that the nodes asked of the store, in order. */
    final Queue<Operation> sent = new ConcurrentLinkedQueue<>();

    /** What the stores answer to methods of these names, whatever is there. */
    final Map<String, Object> answers = new ConcurrentHashMap<>();

    /** Whether nobody hears of the ends of sessions. */
    volatile boolean losesAnnouncements;

    final AtomicLong lastTimeout = new AtomicLong();
    final AtomicInteger closed = new AtomicInteger();
    final TestContainer containerA = new TestContainer();
    final TestContainer containerB = new TestContainer();
    final ApplicationSessions<TestSession> a = node(containerA, 1);
    final ApplicationSessions<TestSession> b = node(containerB, 2);

    private ApplicationSessions<TestSession> node(TestContainer container, long seed) {
        return node(container, seed, Map.of("storeTimeout", "1s", "reapInterval", "200ms"));
    }

    /** One more node, which the test has to close. */
    final ApplicationSessions<TestSession> node(TestContainer container, long seed, Map<String, String> texts) {
        return node(container, seed, texts, UserTimes.USUAL);
    }

    /** One more node, with other times for what is about users. */
    final ApplicationSessions<TestSession> node(
            TestContainer container, long seed, Map<String, String> texts, UserTimes times) {
        ApplicationSessions<TestSession> sessions = still(container, seed, texts, times);
        sessions.start();
        return sessions;
    }

    /** One more node, in which nothing is done in the background. */
    final ApplicationSessions<TestSession> still(TestContainer container, long seed, Map<String, String> texts) {
        return still(container, seed, texts, UserTimes.USUAL);
    }

    private ApplicationSessions<TestSession> still(
            TestContainer container, long seed, Map<String, String> texts, UserTimes times) {
        ApplicationOptions options = ApplicationOptions.parse(texts, "localhost/test");
        MemoryStore store = new MemoryStore(space, new Watching());
        Store watched = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[arguments.length - 1] instanceof Long timeout) {
                        lastTimeout.set(timeout);
                    }
                    if (losesAnnouncements && method.getName().equals("announce")) {
                        return null;
                    }
                    Object answer = answers.get(method.getName());
                    if (answer != null) {
                        return answer;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new ApplicationSessions<>(
                options,
                container,
                watched,
                Codecs.of("kryo", TestContainer.class.getClassLoader(), SerialFilter.of(null)),
                new Random(seed),
                closed::incrementAndGet,
                times);
    }

    /** Notes what is sent, and lets the test's faults do with it what they want. */
    private final class Watching implements Faults {
        @Override
        public Answer deliver(String key, Operation operation, Supplier<Answer> delivery) {
            operations.incrementAndGet();
            sent.add(operation);
            return faults.deliver(key, operation, delivery);
        }

        @Override
        public UserAnswer deliverUser(String user, UserOperation operation, Supplier<UserAnswer> delivery) {
            return faults.deliverUser(user, operation, delivery);
        }
    }

    @AfterEach
    final void stop() {
        faults = Faults.NONE;
        a.close();
        b.close();
    }

    /** A session that node A has made and stored, with one attribute. */
    final WorkingCopy<TestSession> stored(String name, Object value) {
        WorkingCopy<TestSession> copy = a.create(KEY, 1800);
        copy.enter();
        copy.put(Scope.APPLICATION, name, value);
        copy.complete();
        copy.leave();
        return copy;
    }

    static Object readIn(ApplicationSessions<TestSession> node, String name) {
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.enter();
        try {
            return copy.open(KEY) ? String.valueOf(copy.get(Scope.APPLICATION, name)) : "gone";
        } finally {
            copy.leave();
        }
    }

    static Faults unreachable() {
        return (key, operation, delivery) -> {
            throw new StoreException("unreachable, says the test");
        };
    }
}
