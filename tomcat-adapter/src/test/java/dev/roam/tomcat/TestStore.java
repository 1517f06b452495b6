package dev.roam.tomcat;

import dev.roam.Scope;
import dev.roam.SessionIds;
import dev.roam.StoreException;
import dev.roam.codec.Codecs;
import dev.roam.codec.DecodeException;
import dev.roam.codec.SerialFilter;
import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.store.memory.MemoryUsers;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records in memory, for nodes of one JVM: counts what is asked, can be down, and can be held before an operation. */
final class TestStore implements Store {
    final Map<String, SessionRecord> records = new ConcurrentHashMap<>();

    /** What requests have asked; not what nodes do in the background. */
    final List<Operation> asked = new CopyOnWriteArrayList<>();

    /** Called before each operation, on the thread that asks. */
    volatile Consumer<Operation> before = operation -> {};

    volatile boolean down;

    /** The key of the session at whose next change the store goes down; null: it does not. Other sessions are still stored in the background. */
    volatile @Nullable String downAtChangeOf;

    /** Whether announcements get lost. */
    volatile boolean silent;

    /** Milliseconds by which the cluster's clock is ahead of this JVM's. */
    final AtomicLong ahead = new AtomicLong();

    /** Which sessions each user has. */
    final MemoryUsers users = new MemoryUsers(this::now);

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();

    /** What another node would read now of an attribute that is a string; null: nothing. */
    @Nullable
    Object stored(String cookie, String name) {
        SessionRecord record = records.get(key(cookie));
        AttributeValue value =
                record == null ? null : record.attributes().get(new AttributeKey(Scope.APPLICATION, name));
        if (value == null || value.bytes() == null) {
            return null;
        }
        try {
            return Codecs.of("kryo", getClass().getClassLoader(), SerialFilter.of(null))
                    .decode(value.bytes());
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that is stored of a session, as characters. */
    String bytes(String cookie) {
        return bytes(Objects.requireNonNull(records.get(key(cookie))));
    }

    private static String bytes(SessionRecord record) {
        StringBuilder all = new StringBuilder();
        all.append(record.header());
        record.attributes().forEach((key, value) -> {
            byte[] bytes = value.bytes();
            all.append(key).append(bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1));
        });
        return all.toString();
    }

    /** All that was ever stored, of any session, as characters. */
    String everything() {
        return String.join("\n", written);
    }

    static String key(String cookie) {
        return SessionIds.key(RoutedIds.withoutRoute(cookie.substring("JSESSIONID=".length())));
    }

    @Override
    public Answer execute(String key, Operation operation, long timeoutNanos) {
        if (!(operation instanceof Operation.Touch)) {
            asked.add(operation);
        }
        before.accept(operation);
        if (operation instanceof Operation.Commit && key.equals(downAtChangeOf)) {
            down = true;
        }
        if (down) {
            throw new StoreException("the test's store is down");
        }
        AtomicReference<Answer> answer = new AtomicReference<>();
        records.compute(key, (same, record) -> {
            Decision decision = operation.decide(record, now());
            answer.set(decision.answer());
            SessionRecord next =
                    decision.outcome() == null ? record : decision.outcome().apply(record);
            if (next != null) {
                written.add(bytes(next));
            }
            return next;
        });
        return Objects.requireNonNull(answer.get());
    }

    @Override
    public UserAnswer executeUser(String user, UserOperation operation, long timeoutNanos) {
        if (down) {
            throw new StoreException("the test's store is down");
        }
        return users.execute(user, operation);
    }

    @Override
    public Map<String, String> usersOf(Collection<String> keys) {
        Map<String, String> found = usersIn(0);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public Map<String, String> usersIn(int partition) {
        Map<String, String> found = new HashMap<>();
        records.forEach((key, record) -> {
            String user = record.user();
            if (user != null) {
                found.put(key, user);
            }
        });
        return found;
    }

    @Override
    public Map<String, UserRecord> userRecords(Collection<String> names) {
        return users.records(names);
    }

    @Override
    public List<String> usersToCheck(int partition, long checkedBefore, int limit) {
        return users.toCheck(partition, 1, checkedBefore, limit);
    }

    @Override
    public long now() {
        return System.currentTimeMillis() + ahead.get();
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
        return new TreeSet<>(List.of(self));
    }

    @Override
    public int size() {
        if (down) {
            throw new StoreException("the test's store is down");
        }
        return (int) records.values().stream()
                .filter(record -> !(record.state() instanceof State.Ended))
                .count();
    }

    @Override
    public void announce(Announcement announcement) {
        if (silent) {
            return;
        }
        listeners.forEach(listener -> listener.accept(announcement));
    }

    @Override
    public void listen(Consumer<Announcement> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {}
}
