package dev.roam.store.hazelcast;

/**
 * This member's standing in the cluster, shared by its stores.
 *
 * @param membership who is there
 * @param guard whether this member stood still
 * @param merge whether this member is merging
 * @param minMembers below so many members the store counts as unreachable
 */
public record Standing(Membership membership, StandstillGuard guard, MergeWatch merge, int minMembers) {
    /** Whether what the cluster answers to this member can be believed now. */
    boolean isTrusted() {
        return !merge.isMerging() && guard.isTrusted();
    }

    /** Whether an operation would be tried now. */
    boolean isReachable() {
        return isTrusted() && membership.count() >= minMembers;
    }

    /** Another value than before says that an answer that was under way meanwhile may be of the past. */
    int upheavals() {
        return merge.merges() + guard.doubts();
    }
}
