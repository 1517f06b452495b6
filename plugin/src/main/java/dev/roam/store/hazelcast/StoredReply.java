package dev.roam.store.hazelcast;

/**
 * An answer on its way from the owner to the node that asked.
 *
 * @param <A> the answer
 */
interface StoredReply<A> extends Wired {
    /** What the owner answered. */
    A answer();
}
