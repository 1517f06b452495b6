package dev.roam.store;

import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Where one application's records lie. Thread-safe.
 *
 * <p>An implementation lets the owner of the key decide each operation with the owner's clock, applies the outcome on the backups before it
 * answers where the decision says so, and itself repeats an operation whose outcome it did not learn ({@link Operation#repeated}) until the time is up.
 */
public interface Store extends AutoCloseable {
    /**
     * Runs one operation on one record and waits for its answer.
     *
     * @param timeoutNanos how long to try, in nanoseconds
     * @throws StoreException if no answer became known in time: the operation may have been applied or may be yet
     */
    Answer execute(String key, Operation operation, long timeoutNanos);

    /**
     * Runs one operation on the record of one user and waits for its answer; as {@link #execute}.
     *
     * @param user the user's name
     * @throws StoreException if no answer became known in time: the operation may have been applied or may be yet
     */
    UserAnswer executeUser(String user, UserOperation operation, long timeoutNanos);

    /**
     * Whose these sessions are, by key; those that are not in use, or nobody's, are left out. Looks at their records, changes nothing.
     *
     * @throws StoreException if the cluster has not answered in {@code storeTimeout}; so the next three
     */
    Map<String, String> usersOf(Collection<String> keys);

    /**
     * Whose the sessions of one partition are, by key; those that are not in use, or nobody's, are left out.
     *
     * @param partition from 0
     */
    Map<String, String> usersIn(int partition);

    /** The records of these users, by name; those that have none are left out. */
    Map<String, UserRecord> userRecords(Collection<String> users);

    /**
     * Names of users whose records a reaper should look at ({@link UserRecord#isToBeChecked}).
     *
     * @param partition from 0
     * @param checkedBefore in the cluster's time
     * @param limit how many at most
     */
    List<String> usersToCheck(int partition, long checkedBefore, int limit);

    /** The cluster's time, in milliseconds since the epoch; what owners stamp with. */
    long now();

    /** Whether this JVM holds records itself; where it does not, {@link #owns} is true of no key. */
    default boolean holdsRecords() {
        return true;
    }

    /** Whether this JVM owns the partition of that key at this moment, so that asking costs no network. */
    boolean owns(String key);

    /** How many partitions there are. */
    int partitions();

    /**
     * Keys of one partition that a reaper should look at ({@link dev.roam.record.SessionRecord#isReapable}).
     *
     * @param partition from 0
     * @param limit how many at most
     * @throws StoreException if the cluster has not answered in {@code storeTimeout}; so {@link #reapers} and {@link #size}
     */
    List<String> reapable(int partition, int limit);

    /**
     * Says that this node reaps, and which one it is, and answers all that do, this one included; for sharing the work, not for correctness.
     *
     * @param self this application's manager instance
     * @param aliveMillis for how long to believe it without hearing again, in milliseconds
     */
    SortedSet<String> reapers(String self, long aliveMillis);

    /**
     * The node of a manager instance that {@linkplain #reapers reaps}: the address of its member, {@code host:port}, or the name of a client's host. Empty if
     * that instance has not been heard yet, or is gone.
     *
     * @throws StoreException as {@link #reapable}
     */
    default String nodeOf(String instance) {
        return "";
    }

    /** Says that this node reaps no more; best effort, the others find out by themselves. */
    default void retire(String self) {}

    /** How many sessions there are in the cluster, without what is remembered of ended ones; an estimate. Looks at every record. */
    int size();

    /** The addresses of the members that this node sees, {@code host:port}; asks nobody. */
    default List<String> members() {
        return List.of();
    }

    /** Whether the store counts as reachable for this node at this moment; asks nobody, so that the next operation may fail all the same. */
    default boolean isReachable() {
        return true;
    }

    /** Tells the other nodes; returns at once, loses messages rather than wait. */
    void announce(Announcement announcement);

    /** Hears what other nodes, and this one, announce; called on a thread of the store's. */
    void listen(Consumer<Announcement> listener);

    /** Lets go of what this store holds on this node; the records stay. */
    @Override
    void close();
}
