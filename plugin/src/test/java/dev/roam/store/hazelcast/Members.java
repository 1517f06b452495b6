package dev.roam.store.hazelcast;

import dev.roam.Await;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.cluster.EmbeddedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Members of one cluster in this JVM, on loopback and free ports, under a name that no other run has. */
public final class Members implements AutoCloseable {
    private final List<String> addresses;
    private final String clusterName = "test-" + UUID.randomUUID();
    private final List<EmbeddedCluster> running = new ArrayList<>();
    private final int minMembers;
    private final int backupCount;

    public Members(int count, int minMembers) {
        this(count, minMembers, 1);
    }

    Members(int count, int minMembers, int backupCount) {
        this.minMembers = minMembers;
        this.backupCount = backupCount;
        this.addresses =
                freePorts(count).stream().map(port -> "127.0.0.1:" + port).toList();
        for (int i = 0; i < count; i++) {
            start(i);
        }
        running.forEach(member -> Await.until(
                "all have joined",
                () -> member.instance().getCluster().getMembers().size() == count));
        Await.until(
                "every record has a backup",
                () -> running.get(0).instance().getPartitionService().isClusterSafe());
    }

    public EmbeddedCluster start(int index) {
        EmbeddedCluster member = EmbeddedCluster.join(options(index));
        running.add(member);
        return member;
    }

    public NodeOptions options(int index) {
        int port = Integer.parseInt(addresses.get(index).substring("127.0.0.1:".length()));
        return new NodeOptions(
                addresses, "127.0.0.1", port, clusterName, null, ClusterMode.EMBEDDED, backupCount, minMembers);
    }

    public EmbeddedCluster get(int index) {
        return running.get(index);
    }

    /** Ends a member as a crash would: it moves nothing and says nothing. */
    public void kill(int index) {
        running.get(index).instance().getLifecycleService().terminate();
    }

    @Override
    public void close() {
        running.forEach(member -> member.instance().getLifecycleService().terminate());
        running.forEach(EmbeddedCluster::close);
    }

    /** Ports that were free a moment ago. */
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
