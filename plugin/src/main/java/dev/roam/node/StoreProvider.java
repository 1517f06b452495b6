package dev.roam.node;

import dev.roam.ApplicationOptions;
import dev.roam.store.Store;

/** The cluster, as far as the node needs to know it. Thread-safe. */
public interface StoreProvider extends AutoCloseable {
    /** The records of one application. */
    Store open(ApplicationOptions options);

    /** Who is in the cluster, for the log. */
    String describe();

    /** Leaves the cluster after moving this member's partitions. */
    @Override
    void close();
}
