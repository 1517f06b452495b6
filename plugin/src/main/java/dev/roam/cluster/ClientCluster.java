package dev.roam.cluster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import dev.roam.ApplicationOptions;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.node.StoreProvider;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.HazelcastStore;
import dev.roam.store.hazelcast.Membership;
import dev.roam.store.hazelcast.Standing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a client of members that run on their own. It starts whether or not one can be reached, and comes back by itself; until then, and as long
 * as a member cannot keep sessions ({@link MemberChecks}), the store counts as unreachable. Thread-safe.
 */
public final class ClientCluster implements StoreProvider {
    private static final Logger LOG = System.getLogger(ClientCluster.class.getName());

    /** For how long a start waits for a member's answer; a member of a cluster that runs gives it in a fraction of a second. */
    private static final long START_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Hazelcast waits up to 30 s for each of its pools. */
    private static final long LEAVE_PATIENCE_MILLIS = 10_000;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HazelcastInstance client;
    private final Connection connection;
    private final String clusterName;
    private final ClientStanding standing;

    private ClientCluster(HazelcastInstance client, Connection connection, String clusterName, NodeOptions options) {
        this.client = client;
        this.connection = connection;
        this.clusterName = clusterName;
        this.standing = new ClientStanding(
                new Membership(client.getCluster()),
                options.minMembers(),
                new MemberChecks(client, options.backupCount()),
                connection);
    }

    /**
     * Starts a client. Waits a few seconds for a member's answer; without one it warns and goes on.
     *
     * @throws OptionException if an option cannot be used, or a member cannot keep sessions: says which one, what is missing and what to do
     */
    public static ClientCluster join(NodeOptions options) {
        ClientConfig config = ClientConfiguration.of(
                options, "roam-client-" + UUID.randomUUID().toString().substring(0, 8));
        Connection connection = new Connection();
        config.addListenerConfig(new ListenerConfig(connection));
        HazelcastInstance client = OwnLoader.with(() -> HazelcastClient.newHazelcastClient(config));
        ClientCluster cluster = new ClientCluster(client, connection, config.getClusterName(), options);
        boolean answered = cluster.awaitAnswers();
        String objection = cluster.standing.objection();
        if (objection != null) {
            cluster.close();
            throw new OptionException(objection);
        }
        if (!answered) {
            LOG.log(
                    Level.WARNING,
                    "no member of cluster {0} has answered this node yet ({1}). Requests that use a session are answered with 503 until one does."
                            + " Do the members run, is their port open, the cluster name the same?",
                    config.getClusterName(),
                    options.members());
        }
        return cluster;
    }

    private boolean awaitAnswers() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < START_PATIENCE_NANOS
                && !Thread.currentThread().isInterrupted()) {
            if (connection.connected && standing.checks().allAsked()) {
                return true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return standing.isTrusted();
    }

    @Override
    public Store open(ApplicationOptions options) {
        return open(options.application(), options.storeTimeout());
    }

    /** The records of the application of that name. */
    public Store open(String application, Duration timeout) {
        return OwnLoader.with(() -> new HazelcastStore(client, application, standing, timeout));
    }

    /** The client itself, for tests and for what Roam does not offer. */
    public HazelcastInstance instance() {
        return client;
    }

    @Override
    public String describe() {
        Membership membership = standing.membership();
        return connection.connected
                ? "client of " + clusterName + ", " + membership.count() + " members (" + membership.describe() + ")"
                : "client of " + clusterName + ", not connected";
    }

    /** Leaves, in ten seconds at most; the members keep what they have. */
    @Override
    public void close() {
        standing.checks().close();
        Thread leaving = OwnLoader.with(() -> new Thread(null, client::shutdown, "roam-client-leaves", 0, false));
        leaving.setDaemon(true);
        leaving.start();
        boolean interrupted = Thread.interrupted();
        try {
            leaving.join(LEAVE_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (leaving.isAlive()) {
            LOG.log(Level.WARNING, "the client of cluster {0} has not stopped yet; it goes on doing so", clusterName);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is a connection to any member. */
    private static final class Connection implements LifecycleListener {
        private volatile boolean connected;

        @Override
        public void stateChanged(LifecycleEvent event) {
            if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
                connected = true;
            } else if (event.getState() == LifecycleState.CLIENT_DISCONNECTED) {
                connected = false;
            }
        }
    }

    /** A client holds nothing and answers itself nothing: what it must know is whether the members can be relied on. */
    private record ClientStanding(Membership membership, int minMembers, MemberChecks checks, Connection connection)
            implements Standing {
        @Override
        public boolean isTrusted() {
            return checks.anyFit();
        }

        @Override
        public boolean isReachable() {
            return connection.connected && Standing.super.isReachable();
        }

        @Override
        public int upheavals() {
            return 0;
        }

        @Override
        public String doubt() {
            return connection.connected
                    ? "no member has yet told this node whether it can keep sessions"
                    : "this node is connected to no member";
        }

        @Override
        public @Nullable String objection() {
            return checks.objection();
        }

        @Override
        public long clusterTime() {
            return checks.clusterTime();
        }
    }
}
