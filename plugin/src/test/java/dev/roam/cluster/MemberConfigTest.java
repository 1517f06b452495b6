package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
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

class MemberConfigTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void by_default_a_member_listens_on_loopback_and_searches_no_network() {
        Config config = MemberConfig.of(options(List.of("127.0.0.1"), null, "roam", null), "one");

        assertThat(config.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
        assertThat(config.getNetworkConfig().getJoin().getAutoDetectionConfig().isEnabled())
                .isFalse();
        assertThat(config.getNetworkConfig().getJoin().getMulticastConfig().isEnabled())
                .isFalse();
        assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("127.0.0.1");
        assertThat(config.getClusterName()).isEqualTo("roam");
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    }

    @Test
    void records_are_objects_with_synchronous_backups_and_no_index() {
        MapConfig map = MemberConfig.of(options(List.of("127.0.0.1"), null, "roam", null), "one")
                .findMapConfig("roam.localhost/shop##1");

        assertThat(map.getInMemoryFormat()).isEqualTo(InMemoryFormat.OBJECT);
        assertThat(map.getBackupCount()).isEqualTo(2);
        assertThat(map.getAsyncBackupCount()).isZero();
        assertThat(map.getIndexConfigs()).isEmpty();
        assertThat(map.getMaxIdleSeconds()).isZero();
    }

    @Test
    void a_users_file_keeps_its_own_discovery_name_and_properties_except_what_acknowledged_changes_rest_on()
            throws Exception {
        Path file = file(
                "hz.yaml",
                """
                hazelcast:
                  cluster-name: theirs
                  properties:
                    hazelcast.operation.fail.on.indeterminate.state: false
                    hazelcast.max.no.heartbeat.seconds: 42
                  network:
                    join:
                      tcp-ip:
                        enabled: true
                        member-list: [10.1.2.3]
                """);

        Config config = MemberConfig.of(options(List.of("127.0.0.1"), null, "roam", file.toString()), "one");

        assertThat(config.getClusterName()).isEqualTo("theirs");
        assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("10.1.2.3");
        assertThat(config.getNetworkConfig().getInterfaces().isEnabled()).isFalse();
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("42");
        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
        assertThat(config.getProperty("hazelcast.operation.fail.on.indeterminate.state"))
                .isEqualTo("true");
        assertThat(config.getSerializationConfig().getDataSerializableFactories())
                .containsKey(RoamSerializerFactory.FACTORY_ID);
        assertThat(config.findMapConfig("roam.x").getInMemoryFormat()).isEqualTo(InMemoryFormat.OBJECT);
    }

    @Test
    void a_users_file_that_does_not_say_how_to_find_members_gets_the_members_option() throws Exception {
        Path file = file(
                "hz.xml",
                """
                <hazelcast xmlns="http://www.hazelcast.com/schema/config">
                  <lite-member enabled="false"/>
                </hazelcast>
                """);

        Config config = MemberConfig.of(options(List.of("127.0.0.1:5800"), null, "mine", file.toString()), "one");

        assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("127.0.0.1:5800");
        assertThat(config.getNetworkConfig().getJoin().getAutoDetectionConfig().isEnabled())
                .isFalse();
        assertThat(config.getClusterName()).isEqualTo("mine");
    }

    @Test
    void a_file_that_is_not_there_broken_or_reaches_into_our_maps_is_refused_by_name() throws Exception {
        assertRefused("nowhere.yaml", "hazelcastConfig", "there is no file 'nowhere.yaml'");
        assertRefused(file("bad.yaml", "hazelcast: [").toString(), "hazelcastConfig", "cannot read");
        assertRefused(
                file("map.yaml", "hazelcast:\n  map:\n    roam.shop:\n      backup-count: 0\n")
                        .toString(),
                "hazelcastConfig",
                "configures the map 'roam.shop'");
        assertRefused(
                file("client.yaml", "hazelcast-client:\n  cluster-name: theirs\n")
                        .toString(),
                "begins with 'hazelcast-client'",
                "'hazelcast'");
    }

    @Test
    void two_names_for_one_cluster_are_refused() throws Exception {
        Path file = file("named.yaml", "hazelcast:\n  cluster-name: theirs\n");

        assertThatThrownBy(() -> MemberConfig.of(options(List.of("127.0.0.1"), null, "mine", file.toString()), "one"))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("clusterName", "mine", "theirs");
    }

    @Test
    void an_address_that_is_not_this_machines_is_refused() {
        assertThatThrownBy(() -> MemberConfig.of(options(List.of("127.0.0.1"), "192.0.2.1", "roam", null), "one"))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("bind", "192.0.2.1", "127.0.0.1");
    }

    @Test
    void members_that_cannot_be_resolved_are_refused() {
        assertThatThrownBy(
                        () -> MemberConfig.of(options(List.of("no.such.host.invalid:5701"), null, "roam", null), "one"))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("members", "no.such.host.invalid");
    }

    @Test
    void the_host_of_a_member_is_told_from_its_port() {
        assertThat(Addresses.host("node1:5702")).isEqualTo("node1");
        assertThat(Addresses.host("node1")).isEqualTo("node1");
        assertThat(Addresses.host("[fd00::3]:5701")).isEqualTo("fd00::3");
        assertThat(Addresses.host("fd00::3")).isEqualTo("fd00::3");
    }

    private void assertRefused(String file, String... parts) {
        assertThatThrownBy(() -> MemberConfig.of(options(List.of("127.0.0.1"), null, "roam", file), "one"))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll(parts);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static NodeOptions options(
            List<String> members, @Nullable String bind, String clusterName, @Nullable String file) {
        return new NodeOptions(members, bind, 5701, clusterName, file, ClusterMode.EMBEDDED, 2, 1);
    }
}
