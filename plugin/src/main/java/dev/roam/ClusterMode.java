package dev.roam;

/** Where the records are, seen from this node. */
public enum ClusterMode {
    /** In the nodes themselves: this node is a member and holds its share. Nothing else needs to run. */
    EMBEDDED,
    /**
     * In members that run on their own, with {@code roam-plugin} on their class path: this node holds nothing and restarts without moving data, and
     * every store operation crosses the network.
     */
    CLIENT
}
