package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.MapConfig;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in docs that operators copy say what an embedded node sets by itself. */
class MembersFileTest {
    private final Config embedded = MemberConfig.of(
            new NodeOptions(List.of("127.0.0.1"), null, 5701, "roam", null, ClusterMode.EMBEDDED, 1, 1), "one");

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "xml"})
    void members_of_their_own_are_configured_as_embedded_ones(String form) throws Exception {
        Config file = Config.loadFromFile(new File("../docs/hazelcast-members." + form));

        for (String map : List.of("roam.localhost/shop", "roam-users.localhost/shop", "roam-reapers.localhost/shop")) {
            MapConfig own = file.findMapConfig(map);
            assertThat(own).as(map).isEqualTo(embedded.findMapConfig(map));
        }
        assertThat(file.getListenerConfigs())
                .extracting(ListenerConfig::getClassName)
                .containsExactly(MemberGuard.class.getName());
        assertThat(file.getSerializationConfig()
                        .getDataSerializableFactoryClasses()
                        .keySet())
                .isEqualTo(embedded.getSerializationConfig()
                        .getDataSerializableFactories()
                        .keySet());
        assertThat(file.getClusterName()).isEqualTo("roam");
        assertThat(file.getNetworkConfig().getJoin().getAutoDetectionConfig().isEnabled())
                .isFalse();
    }

    /** All but those that have to do with a container: its log, its address, its shutdown. */
    @ParameterizedTest
    @ValueSource(strings = {"yaml", "xml"})
    void their_properties_are_those_of_embedded_ones(String form) throws Exception {
        Map<Object, Object> own = of(Config.loadFromFile(new File("../docs/hazelcast-members." + form)));
        Map<Object, Object> expected = of(embedded);

        assertThat(own.remove("hazelcast.shutdownhook.policy")).isEqualTo("GRACEFUL");
        assertThat(own.remove("hazelcast.shutdownhook.enabled")).isEqualTo("true");
        assertThat(expected.remove("hazelcast.shutdownhook.enabled")).isEqualTo("false");
        assertThat(own.remove("hazelcast.phone.home.enabled")).isEqualTo("false");
        expected.remove("hazelcast.phone.home.enabled"); // is not there where tests set it for the whole JVM
        expected.remove("hazelcast.logging.type");
        expected.remove("hazelcast.socket.bind.any");
        assertThat(own).isEqualTo(expected);
    }

    private static Map<Object, Object> of(Config config) {
        Properties properties = config.getProperties();
        return new HashMap<>(properties);
    }
}
