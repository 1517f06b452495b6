package dev.roam.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeState;
import com.hazelcast.internal.server.ServerConnection;
import com.hazelcast.internal.server.tcp.TcpServerConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes connections that a member has opened to another and that nobody answers: whoever is behind them hangs, and its kernel accepts for it.
 *
 * <p>Hazelcast does not, and until the answer comes the I/O thread of such a connection is busy with it alone: {@code
 * NioOutboundPipeline.postProcessClean} queues itself anew for as long as the packet of the handshake waits, and {@code NioThread.processTaskQueue} goes on
 * while there is something in the queue (issue 26473 of Hazelcast). All other members whose connections that thread serves hear nothing then, and take this
 * one for dead: a member that hangs takes a healthy one along. A connection is opened whenever there is something to send, so closing it loses nothing.
 */
final class UnansweredConnections implements Runnable {
    private static final Logger LOG = System.getLogger(UnansweredConnections.class.getName());

    /**
     * A member that answers does so within milliseconds; for that long, others may hear nothing. Three in a row, and Hazelcast suspects who does not
     * answer.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The one that is to be joined may be starting, too; who gives up on all of them founds a cluster of its own. */
    private static final long JOINING_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final HazelcastInstance member;

    /** When each was first seen without an answer; confined to the watching thread. */
    private final Map<TcpServerConnection, Long> since = new HashMap<>();

    private UnansweredConnections(HazelcastInstance member) {
        this.member = member;
    }

    /** Watches a member's connections on a thread that ends with the member, or at once, with a warning, if this Hazelcast does not show them. */
    static void watch(HazelcastInstance member) {
        Thread thread = new Thread(null, new UnansweredConnections(member), "roam-connections", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(UnansweredConnections.class.getClassLoader());
        thread.start();
    }

    @Override
    public void run() {
        try {
            Node node = ((HazelcastInstanceImpl) member).node;
            while (node.getState() != NodeState.SHUT_DOWN) {
                closeUnanswered(node, System.nanoTime());
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    Level.WARNING,
                    "connections that nobody answers are not watched any more: a member that hangs may take others along",
                    e);
        }
    }

    private void closeUnanswered(Node node, long now) {
        Collection<ServerConnection> connections =
                node.getServer().getConnectionManager(EndpointQualifier.MEMBER).getConnections();
        List<TcpServerConnection> waiting = connections.stream()
                .filter(TcpServerConnection.class::isInstance)
                .map(TcpServerConnection.class::cast)
                .filter(connection -> !connection.isAcceptorSide() && connection.isAlive())
                .filter(connection -> connection.getRemoteUuid() == null)
                .toList();
        since.keySet().retainAll(waiting);
        long patience = node.getClusterService().isJoined() ? PATIENCE_NANOS : JOINING_PATIENCE_NANOS;
        for (TcpServerConnection connection : waiting) {
            if (now - since.computeIfAbsent(connection, first -> now) > patience) {
                connection.close("its other end does not answer", null);
            }
        }
    }
}
