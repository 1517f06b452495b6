package dev.roam.store.hazelcast;

import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The records that a member holds when its part of a divided cluster merges into another one, and brings along.
 *
 * <p>Hazelcast brings them too, by the map's merge policy, but stops at the first operation whose backup was not acknowledged in time, leaves the rest
 * behind, and says {@code MERGED} all the same ({@code com.hazelcast.spi.impl.merge.AbstractMergeRunnable}; seen: sessions as they were before a
 * member hung). Partitions move just then, so backups do get lost. Here each record is sent until it is backed up; a second merge of the same
 * record changes nothing.
 *
 * <p>Confined to the thread that merges.
 */
public final class PartRecords {
    private static final Logger LOG = System.getLogger(PartRecords.class.getName());
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** So many are under way at once. */
    private static final int WINDOW = 100;

    private final List<Held> all;

    private record Held(String map, String key, StoredRecord record) {}

    private record Sent(Held held, Future<?> answer) {}

    private PartRecords(List<Held> all) {
        this.all = all;
    }

    /** Those of which this member is the owner now; it must be refusing operations already. */
    public static PartRecords of(HazelcastInstance member) {
        List<Held> all = new ArrayList<>();
        try {
            for (DistributedObject object : member.getDistributedObjects()) {
                if (object instanceof IMap<?, ?> && Names.isOfRecords(object.getName())) {
                    IMap<String, StoredRecord> map = member.getMap(object.getName());
                    map.getAll(map.localKeySet())
                            .forEach((key, record) -> all.add(new Held(map.getName(), key, record)));
                }
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "before merging, not all sessions of this member could be read; Hazelcast alone brings the others along",
                    e);
        }
        return new PartRecords(all);
    }

    /** Merges them into what the cluster has that this member has joined; returns when all are backed up, or after a minute. */
    public void mergeInto(HazelcastInstance member) {
        long start = System.nanoTime();
        List<Held> left = all;
        while (!left.isEmpty() && member.getLifecycleService().isRunning()) {
            left = attempt(member, left);
            if (!left.isEmpty() && System.nanoTime() - start > PATIENCE_NANOS) {
                LOG.log(
                        Level.ERROR,
                        "{0} of {1} sessions of this member could not be merged in a minute; what was changed in them while the cluster was divided may"
                                + " be lost",
                        left.size(),
                        all.size());
                return;
            }
            if (!left.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Answers those that did not arrive. */
    private static List<Held> attempt(HazelcastInstance member, List<Held> records) {
        List<Held> failed = new ArrayList<>();
        for (int begin = 0; begin < records.size(); begin += WINDOW) {
            List<Sent> sent = new ArrayList<>();
            for (Held held : records.subList(begin, Math.min(begin + WINDOW, records.size()))) {
                try {
                    IMap<String, StoredRecord> map = member.getMap(held.map());
                    sent.add(new Sent(
                            held,
                            map.submitToKey(
                                            held.key(),
                                            new MergeProcessor(held.record().record()))
                                    .toCompletableFuture()));
                } catch (RuntimeException e) {
                    failed.add(held);
                }
            }
            sent.stream()
                    .filter(one -> !hasArrived(one.answer()))
                    .map(Sent::held)
                    .forEach(failed::add);
        }
        return failed;
    }

    private static boolean hasArrived(Future<?> answer) {
        try {
            answer.get(ATTEMPT_NANOS, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "a session has not been merged yet", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
