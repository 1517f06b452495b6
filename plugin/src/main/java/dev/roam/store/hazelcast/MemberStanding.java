package dev.roam.store.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.core.HazelcastInstance;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member can be believed: it did not stand still without being confirmed since, and is not merging. It lies in the member's user context, where
 * every operation that runs there finds it. So a member answers nobody with the past, whoever asks: a client has no way to tell. Thread-safe.
 */
public final class MemberStanding {
    private static final String KEY = MemberStanding.class.getName();

    private final Cluster cluster;
    private final Membership membership;
    private final StandstillGuard guard;
    private final MergeWatch merge;

    /**
     * @param instance the member
     * @param membership who is there, in this member's eyes
     * @param guard whether it stood still
     * @param merge whether it is merging
     */
    public MemberStanding(HazelcastInstance instance, Membership membership, StandstillGuard guard, MergeWatch merge) {
        this.cluster = instance.getCluster();
        this.membership = membership;
        this.guard = guard;
        this.merge = merge;
    }

    /** A member's own; null if nobody has put it there. */
    public static @Nullable MemberStanding of(HazelcastInstance instance) {
        return instance.getUserContext().get(KEY) instanceof MemberStanding standing ? standing : null;
    }

    /** Puts it where {@link #of} finds it. */
    public void putInto(HazelcastInstance instance) {
        instance.getUserContext().put(KEY, this);
    }

    /**
     * Lets only an operation on that can believe what this member holds.
     *
     * @throws DoubtfulOwnerException if this member is not sure that it still belongs to the cluster
     */
    static void require(HazelcastInstance instance) {
        MemberStanding standing = of(instance);
        if (standing != null && !standing.isTrusted()) {
            throw new DoubtfulOwnerException(
                    "member " + instance.getCluster().getLocalMember().getAddress()
                            + " stood still or was cut off, and has not yet met the others again");
        }
    }

    boolean isTrusted() {
        return !merge.isMerging() && guard.isTrusted();
    }

    boolean isMerging() {
        return merge.isMerging();
    }

    /** The standing of a node that is this member. */
    public Standing ofNode(int minMembers) {
        return new OfNode(minMembers);
    }

    private final class OfNode implements Standing {
        private final int minMembers;

        OfNode(int minMembers) {
            this.minMembers = minMembers;
        }

        @Override
        public Membership membership() {
            return membership;
        }

        @Override
        public int minMembers() {
            return minMembers;
        }

        @Override
        public boolean isTrusted() {
            return MemberStanding.this.isTrusted();
        }

        @Override
        public int upheavals() {
            return merge.merges() + guard.doubts();
        }

        @Override
        public String doubt() {
            return "this node stood still or was cut off, and has not yet met the others again";
        }

        @Override
        public @Nullable String objection() {
            return null;
        }

        @Override
        public long clusterTime() {
            return cluster.getClusterTime();
        }
    }
}
