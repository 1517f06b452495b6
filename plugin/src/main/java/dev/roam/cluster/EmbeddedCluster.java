package dev.roam.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.roam.ApplicationOptions;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.node.StoreProvider;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.HazelcastStore;
import dev.roam.store.hazelcast.MemberStanding;
import dev.roam.store.hazelcast.Standing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * This JVM as a member that holds its share of the records. Hazelcast and its threads are started with Roam's class loader as the context class
 * loader, so that they hold on to no web application. Thread-safe.
 */
public final class EmbeddedCluster implements StoreProvider {
    private static final Logger LOG = System.getLogger(EmbeddedCluster.class.getName());

    private final HazelcastInstance instance;
    private final Standing standing;

    private EmbeddedCluster(HazelcastInstance instance, NodeOptions options) {
        this.instance = instance;
        MemberStanding member = Objects.requireNonNull(MemberStanding.of(instance), "the member's guard");
        this.standing = member.ofNode(options.minMembers());
    }

    /**
     * Starts a member and joins; blocks until it has joined, or has found that it is the first.
     *
     * @throws OptionException if an option cannot be used
     * @throws IllegalStateException if the member cannot start, such as for want of a free port
     */
    public static EmbeddedCluster join(NodeOptions options) {
        Config config =
                MemberConfig.of(options, "roam-" + UUID.randomUUID().toString().substring(0, 8));
        EmbeddedCluster cluster = new EmbeddedCluster(OwnLoader.with(() -> start(config, options)), options);
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
        if (standing.membership().count() == 1 && options.members().size() > 1) {
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
        return open(options.application(), options.storeTimeout());
    }

    /** The records of the application of that name. */
    public Store open(String application) {
        return open(application, Duration.ofSeconds(3));
    }

    private Store open(String application, Duration timeout) {
        return OwnLoader.with(() -> new HazelcastStore(instance, application, standing, timeout));
    }

    /** The member itself, for tests and for what Roam does not offer. */
    public HazelcastInstance instance() {
        return instance;
    }

    @Override
    public String describe() {
        return standing.membership().count() + " of " + instance.getConfig().getClusterName() + " ("
                + standing.membership().describe() + ")";
    }

    /** Moves this member's partitions to the others, for at most {@code hazelcast.graceful.shutdown.max.wait}, then leaves. */
    @Override
    public void close() {
        OwnLoader.with(() -> {
            instance.shutdown();
            return instance;
        });
    }
}
