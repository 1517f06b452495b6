package dev.roam.store.hazelcast;

import org.jspecify.annotations.Nullable;

/** How this node stands with its cluster, shared by its stores. Cheap enough to ask for every operation. Thread-safe. */
public interface Standing {
    /** Who is there. */
    Membership membership();

    /** Below so many members the store counts as unreachable. */
    int minMembers();

    /** Whether what the cluster answers to this node can be believed now; where not, waiting may help. */
    boolean isTrusted();

    /** Whether an operation would be tried now. */
    default boolean isReachable() {
        return isTrusted() && objection() == null && membership().count() >= minMembers();
    }

    /** Another value than before says that an answer that was under way meanwhile may be of the past. */
    int upheavals();

    /** Why this node is not trusted, for the message of an operation that waited in vain. */
    String doubt();

    /** What is wrong with the cluster, so that no operation succeeds until somebody mends it; null: nothing. */
    @Nullable
    String objection();

    /** The cluster's time, in milliseconds since the epoch. */
    long clusterTime();
}
