package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.store.hazelcast.Members;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A Hazelcast of the application's own in the same JVM is the application's. */
class OtherInstancesTest {

    @Test
    void roam_neither_uses_nor_stops_an_instance_that_it_did_not_make() {
        String name = "test-" + UUID.randomUUID();
        List<Integer> ports = Members.freePorts(2);
        HazelcastInstance applications = Hazelcast.newHazelcastInstance(applications(name, ports.get(0)));
        try {
            EmbeddedCluster cluster = EmbeddedCluster.join(
                    new NodeOptions(List.of("127.0.0.1"), null, ports.get(1), name, null, ClusterMode.EMBEDDED, 1, 1));
            HazelcastInstance roams = cluster.instance();
            assertThat(roams).isNotSameAs(applications);
            assertThat(roams.getName()).isNotEqualTo(applications.getName());

            cluster.close();

            assertThat(roams.getLifecycleService().isRunning()).isFalse();
            assertThat(applications.getLifecycleService().isRunning()).isTrue();
            assertThat(Hazelcast.getHazelcastInstanceByName(name)).isSameAs(applications);
        } finally {
            applications.getLifecycleService().terminate();
        }
    }

    /** Named as a user would who takes the cluster's name for it. */
    private static Config applications(String name, int port) {
        Config config = new Config(name);
        config.setClusterName(name);
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        return config;
    }
}
