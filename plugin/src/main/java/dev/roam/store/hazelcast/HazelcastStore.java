package dev.roam.store.hazelcast;

import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import com.hazelcast.query.Predicates;
import com.hazelcast.topic.ITopic;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One application's records in the cluster: an {@code OBJECT} map without an index, one entry processor for each operation.
 *
 * <p>Measured on Hazelcast 5.7 with two members and records of 100 KB, an operation moves about half a kilobyte in all, and neither owner nor backup
 * serialises the record. How an operation is waited for and repeated is told in {@link Invocations} and {@link Attempts}.
 */
public final class HazelcastStore implements Store {
    private static final Logger LOG = System.getLogger(HazelcastStore.class.getName());

    /** How many partitions a cluster has unless its members are told otherwise ({@code hazelcast.partition.count}). */
    private static final int USUAL_PARTITIONS = 271;

    /** What need not be done is given so long at most. */
    private static final long COURTESY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many characters of a key are in messages. */
    private static final int HEAD = 6;

    private final String application;
    private final HazelcastInstance instance;
    private final PartitionService partitionService;
    private final boolean member;
    private final Standing standing;
    private final long timeoutNanos;
    private final Attempts<StoredRecord, Answer> attempts;
    private final Attempts<StoredUser, UserAnswer> userAttempts;
    private final TimedCalls calls;
    /** Listeners that have not been registered yet. */
    private final Queue<Consumer<Announcement>> waiting = new ConcurrentLinkedQueue<>();

    private final Queue<UUID> listeners = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Structures structures;

    /**
     * @param instance a member or a client, configured by {@link Names}
     * @param application the application's name
     * @param standing this node's
     * @param timeout for how long to wait for what is not an operation
     */
    public HazelcastStore(HazelcastInstance instance, String application, Standing standing, Duration timeout) {
        this.application = application;
        this.instance = instance;
        this.partitionService = instance.getPartitionService();
        this.member = Invocations.isMember(instance);
        this.standing = standing;
        this.timeoutNanos = timeout.toNanos();
        this.attempts = new Attempts<>(instance, Invocations.to(instance, Names.records(application)), standing);
        this.userAttempts = new Attempts<>(instance, Invocations.to(instance, Names.users(application)), standing);
        this.calls = new TimedCalls(application);
        if (member) {
            structures = Structures.of(instance, application);
        }
    }

    @Override
    public Answer execute(String key, Operation operation, long timeoutNanos) {
        return attempts.run(
                key,
                new Attempts.Request<>(
                        () -> new OperationProcessor(operation),
                        () -> new OperationProcessor(operation.repeated()),
                        () -> what(operation) + " of session " + key.substring(0, Math.min(HEAD, key.length())) + "…"),
                timeoutNanos);
    }

    @Override
    public UserAnswer executeUser(String user, UserOperation operation, long timeoutNanos) {
        Supplier<DecidingProcessor<StoredUser, UserAnswer>> processor = () -> new UserProcessor(operation);
        return userAttempts.run(
                user,
                new Attempts.Request<>(processor, processor, () -> what(operation) + " of user " + user),
                timeoutNanos);
    }

    /** What an operation is called in a message. A session's key never is in one as a whole: it is what a user is known by. */
    private static String what(Object operation) {
        return operation.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> usersOf(Collection<String> keys) {
        return keys.isEmpty()
                ? Map.of()
                : call("the look at whose sessions " + keys.size() + " are", () -> {
                    Map<String, @Nullable String> answers =
                            structures().records().executeOnKeys(Set.copyOf(keys), new UserQuestion());
                    return withUser(answers.entrySet());
                });
    }

    @Override
    public Map<String, String> usersIn(int partition) {
        return call("the look for users in partition " + partition, () -> {
            Structures known = structures();
            if (partition >= known.partitionKeys().size()) {
                return Map.of(); // as in reapable
            }
            String key = known.partitionKeys().get(partition);
            return withUser(known.records()
                    .project(new UserProjection(), Predicates.partitionPredicate(key, new OwnedPredicate())));
        });
    }

    private static Map<String, String> withUser(Iterable<? extends Map.Entry<String, @Nullable String>> entries) {
        Map<String, String> users = new HashMap<>();
        for (Map.Entry<String, @Nullable String> entry : entries) {
            String user = entry.getValue();
            if (user != null) {
                users.put(entry.getKey(), user);
            }
        }
        return users;
    }

    @Override
    public Map<String, UserRecord> userRecords(Collection<String> users) {
        return users.isEmpty()
                ? Map.of()
                : call("the look at the sessions of " + users.size() + " users", () -> {
                    Map<String, UserRecord> records = new HashMap<>();
                    structures()
                            .users()
                            .getAll(Set.copyOf(users))
                            .forEach((user, stored) -> records.put(user, stored.record()));
                    return records;
                });
    }

    @Override
    public List<String> usersToCheck(int partition, long checkedBefore, int limit) {
        return call("the look for users to check in partition " + partition, () -> {
            Structures known = structures();
            if (partition >= known.partitionKeys().size()) {
                return List.of(); // as in reapable
            }
            String key = known.partitionKeys().get(partition);
            UserCheckPredicate due = new UserCheckPredicate(checkedBefore, limit);
            return new ArrayList<>(known.users().keySet(Predicates.partitionPredicate(key, due)));
        });
    }

    @Override
    public long now() {
        return standing.clusterTime();
    }

    @Override
    public boolean holdsRecords() {
        return member;
    }

    @Override
    public boolean owns(String key) {
        if (!member) {
            return false;
        }
        Member owner = partitionService.getPartition(key).getOwner();
        return owner != null && owner.localMember();
    }

    @Override
    public int partitions() {
        Structures known = structures;
        return known == null ? USUAL_PARTITIONS : known.partitionKeys().size();
    }

    @Override
    public List<String> reapable(int partition, int limit) {
        return call("the look for due sessions in partition " + partition, () -> {
            Structures structures = structures();
            if (partition >= structures.partitionKeys().size()) {
                return List.of(); // there are fewer than was thought before the first connection
            }
            String key = structures.partitionKeys().get(partition);
            DuePredicate due = new DuePredicate(now(), limit);
            return new ArrayList<>(structures.records().keySet(Predicates.partitionPredicate(key, due)));
        });
    }

    @Override
    public SortedSet<String> reapers(String self, long aliveMillis) {
        return call("the look for other reapers", () -> {
            IMap<String, String> reapers = structures().reapers();
            long now = now();
            Heartbeat own = new Heartbeat(now + aliveMillis, Heartbeat.nodeOf(instance));
            // Hazelcast counts times-to-live in seconds; ours counts, its own only cleans up.
            reapers.set(self, own.text(), aliveMillis + 60_000, TimeUnit.MILLISECONDS);
            SortedSet<String> alive = new TreeSet<>();
            for (Map.Entry<String, String> entry : reapers.entrySet()) {
                if (Heartbeat.parse(entry.getValue()).until() > now) {
                    alive.add(entry.getKey());
                }
            }
            alive.add(self);
            return alive;
        });
    }

    @Override
    public String nodeOf(String instance) {
        return call("the look for a node", () -> {
            String text = structures().reapers().get(instance);
            Heartbeat heard = text == null ? null : Heartbeat.parse(text);
            return heard == null || heard.until() <= now() ? "" : heard.node();
        });
    }

    @Override
    public void retire(String self) {
        courtesy("telling other reapers that this one stops", known -> known.reapers()
                .delete(self));
    }

    @Override
    public int size() {
        return call(
                "counting the sessions",
                () -> Math.toIntExact(structures().records().aggregate(Aggregators.count(), new SessionPredicate())));
    }

    @Override
    public List<String> members() {
        return instance.getLifecycleService().isRunning()
                ? standing.membership().addresses()
                : List.of();
    }

    @Override
    public boolean isReachable() {
        return instance.getLifecycleService().isRunning() && standing.isReachable();
    }

    @Override
    public void announce(Announcement announcement) {
        Structures known = structures;
        if (known == null) {
            return;
        }
        try {
            known.endings()
                    .publishAsync(new StoredAnnouncement(announcement))
                    .whenComplete((done, failure) -> notAnnounced(failure));
        } catch (RuntimeException e) {
            notAnnounced(e);
        }
    }

    private static void notAnnounced(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.log(
                    Level.DEBUG,
                    "other nodes were not told of the end of a session; they find out by themselves",
                    failure);
        }
    }

    @Override
    public void listen(Consumer<Announcement> listener) {
        waiting.add(listener);
        Structures known = structures;
        if (known != null) {
            registerListeners(known.endings());
        }
    }

    private void registerListeners(ITopic<StoredAnnouncement> endings) {
        for (Consumer<Announcement> next = waiting.poll(); next != null; next = waiting.poll()) {
            Consumer<Announcement> listener = next;
            try {
                listeners.add(endings.addMessageListener(
                        message -> listener.accept(message.getMessageObject().announcement())));
            } catch (RuntimeException e) {
                waiting.add(listener);
                throw e;
            }
        }
    }

    @Override
    public void close() {
        if (instance.getLifecycleService().isRunning() && !listeners.isEmpty()) {
            courtesy("taking listeners away", known -> {
                for (UUID listener = listeners.poll(); listener != null; listener = listeners.poll()) {
                    known.endings().removeMessageListener(listener);
                }
            });
        }
        calls.close();
    }

    /** Those of this application. A client has them from its first connection on; whoever needs them first, such as a reaper, gets them for all. */
    private Structures structures() {
        Structures known = structures;
        if (known == null) {
            String objection = standing.objection();
            if (objection != null) {
                throw new StoreException(objection);
            }
            known = Structures.of(instance, application);
            structures = known;
        }
        registerListeners(known.endings());
        return known;
    }

    private <T> T call(String what, Callable<T> call) {
        return calls.call(what, timeoutNanos, call);
    }

    private void courtesy(String what, Consumer<Structures> call) {
        Structures known = structures;
        if (known == null) {
            return;
        }
        try {
            calls.call(what, Math.min(timeoutNanos, COURTESY_NANOS), () -> {
                call.accept(known);
                return true;
            });
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "not done on leaving: {0}", e.getMessage());
        }
    }
}
