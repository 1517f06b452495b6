package dev.roam.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import dev.roam.ApplicationOptions;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.node.StoreProvider;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.HazelcastStore;
import dev.roam.store.hazelcast.MemberConfirmation;
import dev.roam.store.hazelcast.Membership;
import dev.roam.store.hazelcast.MergeWatch;
import dev.roam.store.hazelcast.Standing;
import dev.roam.store.hazelcast.StandstillGuard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * This JVM as a member that holds its share of the records. Hazelcast and its threads are started with Roam's class loader as the context class
 * loader, so that they hold on to no web application. Thread-safe.
 */
public final class EmbeddedCluster implements StoreProvider {
    private static final Logger LOG = System.getLogger(EmbeddedCluster.class.getName());
    /** A divided cluster looks for its other parts every 10 s; ample time for that, and to join and merge. */
    private static final long ALONE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final HazelcastInstance instance;
    private final Membership membership;
    private final Standing standing;
    private final Pulse pulse;

    private EmbeddedCluster(
            HazelcastInstance instance, MergeWatch merge, NodeOptions options, long heartbeatTimeoutNanos) {
        this.instance = instance;
        this.membership = new Membership(instance.getCluster());
        StandstillGuard guard = new StandstillGuard(
                System::nanoTime,
                heartbeatTimeoutNanos / 2,
                ALONE_PATIENCE_NANOS,
                membership::count,
                new MemberConfirmation(instance));
        this.standing = new Standing(membership, guard, merge, options.minMembers());
        this.pulse = new Pulse(guard, heartbeatTimeoutNanos / 40);
        merge.afterwards(guard::rejoined);
    }

    /**
     * Starts a member and joins; blocks until it has joined, or has found that it is the first.
     *
     * @throws OptionException if an option cannot be used
     * @throws IllegalStateException if the member cannot start, such as for want of a free port
     */
    public static EmbeddedCluster join(NodeOptions options) {
        if (options.clusterMode() == ClusterMode.CLIENT) {
            throw new OptionException("option clusterMode: 'client' is not available in this version; use 'embedded'");
        }
        Config config =
                MemberConfig.of(options, "roam-" + UUID.randomUUID().toString().substring(0, 8));
        MergeWatch merge = MergeWatch.addTo(config);
        HazelcastInstance instance = withOwnLoader(() -> start(config, options));
        long heartbeatTimeout = new HazelcastProperties(config).getNanos(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS);
        EmbeddedCluster cluster = new EmbeddedCluster(instance, merge, options, heartbeatTimeout);
        cluster.tellIfAlone(options);
        return cluster;
    }

    private static HazelcastInstance start(Config config, NodeOptions options) {
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the member of cluster '" + config.getClusterName() + "' could not start (members "
                            + options.members()
                            + ", port " + options.port() + " and up, bind "
                            + config.getNetworkConfig().getInterfaces().getInterfaces()
                            + "): " + e.getMessage()
                            + ". Is the port taken, or is another cluster of that name or version there?",
                    e);
        }
    }

    private void tellIfAlone(NodeOptions options) {
        if (membership.count() == 1 && options.members().size() > 1) {
            LOG.log(
                    Level.WARNING,
                    "this node ({0}) is the only member of cluster {1}; it reached none of the other members {2}. If they run: is the port"
                            + " open, the cluster name the same?",
                    describe(),
                    instance.getConfig().getClusterName(),
                    options.members());
        }
    }

    @Override
    public Store open(ApplicationOptions options) {
        return open(options.application());
    }

    /** The records of the application of that name. */
    public Store open(String application) {
        return withOwnLoader(() -> new HazelcastStore(instance, application, standing));
    }

    /** The member itself, for tests and for what Roam does not offer. */
    public HazelcastInstance instance() {
        return instance;
    }

    @Override
    public String describe() {
        return membership.count() + " of " + instance.getConfig().getClusterName() + " (" + membership.describe() + ")";
    }

    /** Moves this member's partitions to the others, for at most {@code hazelcast.graceful.shutdown.max.wait}, then leaves. */
    @Override
    public void close() {
        pulse.close();
        withOwnLoader(() -> {
            instance.shutdown();
            return instance;
        });
    }

    private interface Action<T> {
        T run();
    }

    private static <T> T withOwnLoader(Action<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(EmbeddedCluster.class.getClassLoader());
        try {
            return action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
