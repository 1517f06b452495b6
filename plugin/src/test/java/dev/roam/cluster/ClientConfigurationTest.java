package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.store.hazelcast.RoamSerializerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigurationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_client_looks_for_the_members_where_the_options_say_and_never_gives_up() {
        ClientConfig config = of(List.of("node1", "node2:5999", "[fd00::3]", "[fd00::4]:5998"), 5800, "mine", null);

        assertThat(config.getNetworkConfig().getAddresses())
                .containsExactly(
                        "node1:5800",
                        "node1:5801",
                        "node1:5802",
                        "node2:5999",
                        "[fd00::3]:5800",
                        "[fd00::3]:5801",
                        "[fd00::3]:5802",
                        "[fd00::4]:5998");
        assertThat(config.getNetworkConfig().isAutoDetectionEnabled()).isFalse();
        assertThat(config.getClusterName()).isEqualTo("mine");
        assertRoams(config);
        assertThat(config.getProperty("hazelcast.client.heartbeat.timeout")).isEqualTo("5000");
    }

    @Test
    void a_users_file_keeps_its_own_discovery_name_and_properties_except_what_roam_stands_on() throws Exception {
        String file = file(
                "client.yaml",
                """
                hazelcast-client:
                  cluster-name: theirs
                  properties:
                    hazelcast.client.heartbeat.timeout: 20000
                    hazelcast.client.operation.fail.on.indeterminate.state: false
                  connection-strategy:
                    async-start: false
                    reconnect-mode: ON
                  network:
                    cluster-members: [10.1.2.3]
                """);

        ClientConfig config = of(List.of("127.0.0.1"), 5701, "roam", file);

        assertThat(config.getClusterName()).isEqualTo("theirs");
        assertThat(config.getNetworkConfig().getAddresses()).containsExactly("10.1.2.3");
        assertThat(config.getProperty("hazelcast.client.heartbeat.timeout")).isEqualTo("20000");
        assertThat(config.getProperty("hazelcast.client.heartbeat.interval")).isEqualTo("1000");
        assertRoams(config);
    }

    private static void assertRoams(ClientConfig config) {
        assertThat(config.getProperty("hazelcast.client.operation.fail.on.indeterminate.state"))
                .isEqualTo("true");
        assertThat(config.getConnectionStrategyConfig().isAsyncStart()).isTrue();
        assertThat(config.getConnectionStrategyConfig().getReconnectMode()).isEqualTo(ReconnectMode.ASYNC);
        assertThat(config.getConnectionStrategyConfig()
                        .getConnectionRetryConfig()
                        .getClusterConnectTimeoutMillis())
                .isEqualTo(-1);
        assertThat(config.isBackupAckToClientEnabled()).isFalse();
        assertThat(config.getClassLoader()).isSameAs(ClientConfiguration.class.getClassLoader());
        assertThat(config.getSerializationConfig().getDataSerializableFactories())
                .containsKey(RoamSerializerFactory.FACTORY_ID);
    }

    @Test
    void a_users_file_that_does_not_say_how_to_find_members_gets_the_members_option() throws Exception {
        String file = file(
                "client.xml",
                """
                <hazelcast-client xmlns="http://www.hazelcast.com/schema/client-config">
                  <instance-name>mine</instance-name>
                </hazelcast-client>
                """);

        ClientConfig config = of(List.of("127.0.0.1:5800"), 5701, "named", file);

        assertThat(config.getNetworkConfig().getAddresses()).containsExactly("127.0.0.1:5800");
        assertThat(config.getClusterName()).isEqualTo("named");
    }

    @Test
    void what_contradicts_client_mode_is_refused_by_name() throws Exception {
        assertRefused("nowhere.yaml", "there is no file 'nowhere.yaml'");
        assertRefused(file("bad.yaml", "hazelcast-client: ["), "cannot read");
        assertRefused(
                file("member.yaml", "hazelcast:\n  cluster-name: theirs\n"),
                "begins with 'hazelcast'",
                "'hazelcast-client'");
        assertRefused(file("member.xml", "<hazelcast xmlns='http://www.hazelcast.com/schema/config'/>"), "cannot read");
        assertRefused(
                file("off.yaml", "hazelcast-client:\n  connection-strategy:\n    reconnect-mode: OFF\n"),
                "reconnect-mode is OFF");
        assertRefused(
                file(
                        "gives-up.yaml",
                        """
                        hazelcast-client:
                          connection-strategy:
                            connection-retry:
                              cluster-connect-timeout-millis: 1000
                        """),
                "cluster-connect-timeout-millis is 1000");
        assertRefused(
                file("near.yaml", "hazelcast-client:\n  near-cache:\n    roam.*:\n      time-to-live-seconds: 1\n"),
                "near cache for 'roam.*'");
        String named = file("named.yaml", "hazelcast-client:\n  cluster-name: theirs\n");
        assertThatThrownBy(() -> of(List.of("127.0.0.1"), 5701, "mine", named))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("clusterName", "mine", "theirs");
    }

    @Test
    void an_address_to_bind_to_is_refused() {
        NodeOptions options =
                new NodeOptions(List.of("127.0.0.1"), "127.0.0.1", 5701, "roam", null, ClusterMode.CLIENT, 1, 1);

        assertThatThrownBy(() -> ClientConfiguration.of(options, "one"))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("option bind", "127.0.0.1", "clusterMode client", "take it out");
    }

    private void assertRefused(String file, String... parts) {
        assertThatThrownBy(() -> of(List.of("127.0.0.1"), 5701, "roam", file))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("option hazelcastConfig: ")
                .hasMessageContainingAll(parts);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static ClientConfig of(List<String> members, int port, String clusterName, @Nullable String file) {
        return ClientConfiguration.of(
                new NodeOptions(members, null, port, clusterName, file, ClusterMode.CLIENT, 1, 1), "one");
    }
}
