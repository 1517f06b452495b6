package dev.roam.node;

import dev.roam.NodeOptions;
import dev.roam.cluster.ClientCluster;
import dev.roam.cluster.EmbeddedCluster;

/** Which cluster a node joins. */
final class Clusters {
    private Clusters() {}

    static StoreProvider join(NodeOptions options) {
        return switch (options.clusterMode()) {
            case EMBEDDED -> EmbeddedCluster.join(options);
            case CLIENT -> ClientCluster.join(options);
        };
    }
}
