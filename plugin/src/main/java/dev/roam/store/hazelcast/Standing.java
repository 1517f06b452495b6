package dev.roam.store.hazelcast;

import org.jspecify.annotations.Nullable;

/**
 * This node's standing in the cluster, shared by its stores.
 *
 * @param membership who is there
 * @param guard whether this member can be believed; null for a client, which owns nothing
 * @param minMembers below so many members the store counts as unreachable
 */
public record Standing(Membership membership, @Nullable StandstillGuard guard, int minMembers) {
    boolean isTrusted() {
        return guard == null || guard.isTrusted();
    }
}
