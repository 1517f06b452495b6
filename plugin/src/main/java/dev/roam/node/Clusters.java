package dev.roam.node;

import dev.roam.NodeOptions;

/** Which cluster a node joins. */
final class Clusters {
    private Clusters() {}

    static StoreProvider join(NodeOptions options) {
        throw new UnsupportedOperationException(options.clusterMode().toString());
    }
}
