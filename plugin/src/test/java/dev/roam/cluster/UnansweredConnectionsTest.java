package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.ServerConnectionManager;
import dev.roam.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Somebody who accepts connections and never says a word is what a member that hangs looks like. */
class UnansweredConnectionsTest {

    /** With one output thread for all connections, as Hazelcast shares few threads among many. */
    @Test
    void one_that_hangs_does_not_silence_the_others() throws Exception {
        try (DataMembers members =
                        new DataMembers(2, 2, config -> config.setProperty("hazelcast.io.output.thread.count", "1"));
                ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            HazelcastInstance member = members.get(0);
            HazelcastInstance other = members.get(1);
            member.getMap("anything").put("to assign", "the partitions");
            members.awaitAll(2);
            String key = keyOf(other);

            for (int i = 0; i < 3; i++) {
                connections(member).getOrConnect(new Address("127.0.0.1", hung.getLocalPort()), 0);
                try (Socket accepted = hung.accept()) {
                    accepted.setSoTimeout(20_000);
                    long start = System.nanoTime();
                    member.getMap("anything").get(key);
                    long took = System.nanoTime() - start;

                    assertThat(took).as("ns until the healthy one answered").isLessThan(TimeUnit.SECONDS.toNanos(2));
                    assertThat(accepted.getInputStream().readAllBytes())
                            .as("up to the end of the connection")
                            .asString()
                            .isEqualTo("HZC");
                }
            }
            assertThat(member.getCluster().getMembers()).hasSize(2);
        }
    }

    @Test
    void the_watch_ends_with_its_member() {
        long before = watching();
        try (DataMembers members = new DataMembers(2)) {
            assertThat(watching()).isEqualTo(before + 2);
            assertThat(members.alive()).hasSize(2);
        }
        Await.until("both have ended", () -> watching() == before);
    }

    private static long watching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("roam-connections"))
                .count();
    }

    private static String keyOf(HazelcastInstance owner) {
        String key = UUID.randomUUID().toString();
        while (!owner.getPartitionService().getPartition(key).getOwner().localMember()) {
            key = UUID.randomUUID().toString();
        }
        return key;
    }

    private static ServerConnectionManager connections(HazelcastInstance member) {
        HazelcastInstanceImpl impl = ((HazelcastInstanceProxy) member).getOriginal();
        return impl.node.getServer().getConnectionManager(EndpointQualifier.MEMBER);
    }
}
