package dev.roam;

import dev.roam.node.RunningNode;

/**
 * This JVM's part in the cluster. There is one, shared by all its applications: {@link #join} answers the running one. Thread-safe.
 */
public interface Node extends AutoCloseable {
    /**
     * Joins the cluster, or answers the node that already has. Each call is one use, ended by {@link #close}.
     *
     * @throws OptionException if a node with other options is running; names both values
     */
    static Node join(NodeOptions options) {
        return RunningNode.join(options);
    }

    /** Roam's version, from the manifest of its jar; {@code (development)} when run from class folders. */
    static String version() {
        return RunningNode.version();
    }

    /**
     * Opens an application's sessions.
     *
     * @throws OptionException if this node already has an application of that name
     */
    <S> Sessions<S> open(ApplicationOptions options, Container<S> container);

    /** One use less. The last one moves this member's partitions to others and leaves the cluster. */
    @Override
    void close();
}
