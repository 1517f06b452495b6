package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roam.Await;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.Members;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members and clients that run, each from a user's own file, and on IPv6. */
class HazelcastConfigFileTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final String name = "test-" + UUID.randomUUID();
    private final List<Integer> ports = Members.freePorts(2);
    private final Ops ops = new Ops();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void embedded_nodes_run_from_files_of_the_user_and_find_each_other_by_them() throws Exception {
        try (EmbeddedCluster yaml = EmbeddedCluster.join(embedded(List.of("127.0.0.1"), yaml()));
                EmbeddedCluster xml = EmbeddedCluster.join(embedded(List.of("127.0.0.1"), xml()))) {
            Await.until("both are there", () -> yaml.describe().startsWith("2 of " + name));
            assertThat(yaml.instance().getMap("theirs").size()).isZero();
            assertThat(yaml.instance().getConfig().findMapConfig("theirs").getBackupCount())
                    .isEqualTo(2);

            shareASession(yaml.open("shop"), xml.open("shop"));
        }
    }

    @Test
    void a_client_runs_from_a_file_of_the_user() throws Exception {
        String yaml = file(
                "client.yaml",
                """
                hazelcast-client:
                  cluster-name: NAME
                  network:
                    cluster-members: ['127.0.0.1:PORT0']
                """);
        String xml = file(
                "client.xml",
                """
                <hazelcast-client xmlns="http://www.hazelcast.com/schema/client-config">
                  <cluster-name>NAME</cluster-name>
                  <network><cluster-members><address>127.0.0.1:PORT0</address></cluster-members></network>
                </hazelcast-client>
                """);
        List<String> elsewhere = List.of("192.0.2.1");
        try (EmbeddedCluster member = EmbeddedCluster.join(embedded(List.of("127.0.0.1"), yaml()));
                ClientCluster one = ClientCluster.join(client(elsewhere, yaml));
                ClientCluster two = ClientCluster.join(client(elsewhere, xml));
                Store first = one.open("shop", Duration.ofSeconds(3));
                Store second = two.open("shop", Duration.ofSeconds(3))) {
            assertThat(member.describe()).startsWith("1 of " + name);

            shareASession(first, second);
        }
    }

    @Test
    void members_and_clients_find_each_other_by_ipv6() throws Exception {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(LOOPBACK_6)) != null,
                "this machine has no ::1");
        List<String> addresses = ports.stream().map(port -> "[::1]:" + port).toList();
        NodeOptions second = new NodeOptions(addresses, null, ports.get(1), name, null, ClusterMode.EMBEDDED, 1, 1);
        try (EmbeddedCluster one = EmbeddedCluster.join(embedded(addresses, null));
                EmbeddedCluster two = EmbeddedCluster.join(second);
                ClientCluster client = ClientCluster.join(client(addresses, null));
                Store store = client.open("shop", Duration.ofSeconds(3))) {
            Await.until("both are there", () -> one.describe().startsWith("2 of " + name));

            shareASession(two.open("shop"), store);
        }
    }

    private void shareASession(Store here, Store there) {
        String key = UUID.randomUUID().toString();
        Ops.held(here.execute(key, ops.create(key), TIMEOUT));
        Ops.held(there.execute(key, Ops.fetch(), TIMEOUT));
        assertThat(there.size()).isEqualTo(1);
    }

    private String yaml() throws Exception {
        return file(
                "member.yaml",
                """
                hazelcast:
                  cluster-name: NAME
                  map:
                    theirs:
                      backup-count: 2
                  network:
                    port:
                      port: PORT0
                    join:
                      tcp-ip:
                        enabled: true
                        member-list: ['127.0.0.1:PORT0', '127.0.0.1:PORT1']
                """);
    }

    private String xml() throws Exception {
        return file(
                "member.xml",
                """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                  <cluster-name>NAME</cluster-name>
                  <network>
                    <port>PORT1</port>
                    <join><tcp-ip enabled="true"><member-list>
                      <member>127.0.0.1:PORT0</member><member>127.0.0.1:PORT1</member>
                    </member-list></tcp-ip></join>
                  </network>
                </hazelcast>
                """);
    }

    private String file(String named, String text) throws Exception {
        String filled = text.replace("NAME", name)
                .replace("PORT0", ports.get(0).toString())
                .replace("PORT1", ports.get(1).toString());
        return Files.writeString(folder.resolve(named), filled).toString();
    }

    private NodeOptions embedded(List<String> addresses, @Nullable String file) {
        return new NodeOptions(
                addresses, null, ports.get(0), file == null ? name : "roam", file, ClusterMode.EMBEDDED, 1, 1);
    }

    private NodeOptions client(List<String> addresses, @Nullable String file) {
        return new NodeOptions(addresses, null, 5701, file == null ? name : "roam", file, ClusterMode.CLIENT, 1, 1);
    }
}
