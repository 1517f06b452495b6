package dev.roam.node;

import dev.roam.NodeOptions;

/** Which cluster a node joins. */
final class Clusters {
    private Clusters() {}

    @SuppressWarnings("DoNotCallSuggester") // until the cluster is there
    static StoreProvider join(NodeOptions options) {
        throw new UnsupportedOperationException(options.clusterMode().toString());
    }
}
