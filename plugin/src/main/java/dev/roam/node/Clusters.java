package dev.roam.node;

import dev.roam.NodeOptions;
import dev.roam.cluster.EmbeddedCluster;

/** Which cluster a node joins. */
final class Clusters {
    private Clusters() {}

    static StoreProvider join(NodeOptions options) {
        return EmbeddedCluster.join(options);
    }
}
