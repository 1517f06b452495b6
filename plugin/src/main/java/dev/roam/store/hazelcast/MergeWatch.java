package dev.roam.store.hazelcast;

import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;

/**
 * Knows whether this member is merging into another part of a divided cluster. It joins that part first and sends its own records afterwards
 * ({@code com.hazelcast.internal.cluster.impl.ClusterMergeTask}); in between, the other part answers with what it has, which may be the past: where a
 * member stood still and was removed, it may well be the newer part that merges into the older one, as Hazelcast decides between equal sizes by
 * address. So until it has merged, this member serves nothing, and confirms nobody else's membership. Thread-safe.
 */
public final class MergeWatch {
    private volatile boolean merging;
    private volatile int merges;

    boolean isMerging() {
        return merging;
    }

    /** Merges that began so far. */
    int merges() {
        return merges;
    }

    /** Hears what the member is doing; answers whether it has just joined anew. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // a member merges on one thread
    public boolean hear(LifecycleEvent event) {
        LifecycleState state = event.getState();
        if (state == LifecycleState.MERGING) {
            merges++;
            merging = true;
        } else if (state == LifecycleState.MERGED || state == LifecycleState.MERGE_FAILED) {
            merging = false;
        }
        return state == LifecycleState.MERGED;
    }
}
