package dev.roam.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import dev.roam.store.hazelcast.MemberConfirmation;
import dev.roam.store.hazelcast.MemberStanding;
import dev.roam.store.hazelcast.Membership;
import dev.roam.store.hazelcast.MergeWatch;
import dev.roam.store.hazelcast.PartRecords;
import dev.roam.store.hazelcast.StandstillGuard;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a member from answering with the past after it stood still or while it merges, and another one that hangs from silencing it. Every member that
 * keeps sessions has one, as a listener: an embedded node adds it by itself, the configuration of a member that runs on its own names it ({@code
 * docs/hazelcast-members.yaml}). A second one on the same member does nothing. Thread-safe.
 */
public final class MemberGuard implements LifecycleListener, HazelcastInstanceAware {
    /** A divided cluster looks for its other parts every 10 s; ample time for that, and to join and merge. */
    private static final long ALONE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final MergeWatch merge = new MergeWatch();
    private volatile @Nullable StandstillGuard guard;
    private volatile @Nullable Pulse pulse;
    private volatile long beatNanos;
    private volatile @Nullable HazelcastInstance member;

    /** While the member merges; confined to the thread that does. */
    private @Nullable PartRecords part;

    /** Called by Hazelcast before the member joins. */
    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        if (MemberStanding.of(instance) != null) {
            return;
        }
        long heartbeatTimeout =
                new HazelcastProperties(instance.getConfig()).getNanos(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS);
        Membership membership = new Membership(instance.getCluster());
        StandstillGuard standstill = new StandstillGuard(
                System::nanoTime,
                heartbeatTimeout / 2,
                ALONE_PATIENCE_NANOS,
                membership::count,
                new MemberConfirmation(instance));
        beatNanos = heartbeatTimeout / 40;
        member = instance;
        guard = standstill;
        new MemberStanding(instance, membership, standstill, merge).putInto(instance);
    }

    /** Beats from the start of the member until it has left: it answers while it moves its partitions away. */
    @Override
    public void stateChanged(LifecycleEvent event) {
        StandstillGuard standstill = guard;
        if (standstill == null) {
            return;
        }
        HazelcastInstance merging = member;
        PartRecords brought = part;
        if (event.getState() == LifecycleState.MERGED && merging != null && brought != null) {
            brought.mergeInto(merging);
            part = null;
        }
        if (merge.hear(event)) {
            standstill.rejoined();
        } else if (event.getState() == LifecycleState.MERGING && merging != null) {
            part = PartRecords.of(
                    merging); // this member refuses operations from here on, so it is all that was acknowledged
        }
        if (event.getState() == LifecycleState.STARTING && member != null) {
            UnansweredConnections.watch(member);
        }
        Pulse beating = pulse;
        if (event.getState() == LifecycleState.STARTED && beating == null) {
            pulse = new Pulse(standstill, beatNanos);
        } else if (event.getState() == LifecycleState.SHUTDOWN && beating != null) {
            beating.close();
        }
    }
}
