package dev.roam.store.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;

/**
 * Knows whether this member is merging into another part of a divided cluster. It joins that part first and sends its own records afterwards
 * ({@code com.hazelcast.internal.cluster.impl.ClusterMergeTask}); in between, the other part answers with what it has, which may be the past: where a
 * member stood still and was removed, it may well be the newer part that merges into the older one, as Hazelcast decides between equal sizes by
 * address. So until it has merged, this member serves nothing, and confirms nobody else's membership. Thread-safe.
 */
public final class MergeWatch implements LifecycleListener {
    private static final String KEY = MergeWatch.class.getName();

    private volatile boolean merging;
    private volatile int merges;
    private volatile Runnable afterwards = () -> {};

    /** A watch over the instance that will be made of this configuration. */
    public static MergeWatch addTo(Config config) {
        MergeWatch watch = new MergeWatch();
        config.addListenerConfig(new ListenerConfig(watch));
        config.getUserContext().put(KEY, watch);
        return watch;
    }

    static boolean isMerging(HazelcastInstance instance) {
        return instance.getUserContext().get(KEY) instanceof MergeWatch watch && watch.merging;
    }

    /** What to do when it has merged. */
    public void afterwards(Runnable run) {
        afterwards = run;
    }

    boolean isMerging() {
        return merging;
    }

    /** Merges that began so far. */
    int merges() {
        return merges;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // a member merges on one thread
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleState.MERGING) {
            merges++;
            merging = true;
        } else if (event.getState() == LifecycleState.MERGED) {
            merging = false;
            afterwards.run();
        } else if (event.getState() == LifecycleState.MERGE_FAILED) {
            merging = false;
        }
    }
}
