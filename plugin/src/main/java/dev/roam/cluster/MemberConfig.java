package dev.roam.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.NetworkConfig;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.store.hazelcast.Names;
import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an embedded member: Roam's own, or a user's file with what Roam needs added. What each property costs is in
 * {@code docs/operations.md}.
 */
final class MemberConfig {
    /** What promise 2 rests on: also over a user's own value. */
    static final Map<String, String> REQUIRED = Map.of("hazelcast.operation.fail.on.indeterminate.state", "true");

    /** What is better for sessions than Hazelcast's defaults; a user's own value stands. */
    static final Map<String, String> PREFERRED = Map.ofEntries(
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
            Map.entry("hazelcast.connection.monitor.interval", "20"),
            Map.entry("hazelcast.connection.monitor.max.faults", "2"),
            Map.entry("hazelcast.operation.backup.timeout.millis", "1000"),
            Map.entry("hazelcast.invocation.retry.pause.millis", "50"),
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "30"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.logging.type", "jdk"));

    private MemberConfig() {}

    /**
     * Builds it.
     *
     * @throws OptionException if an option, or the user's file, cannot be used
     */
    static Config of(NodeOptions options, String instanceName) {
        String file = options.hazelcastConfig();
        Config config = file == null
                ? new Config()
                : UserFile.load(file, "hazelcast", () -> Config.loadFromFile(new File(file)));
        config.setInstanceName(instanceName);
        config.setClassLoader(MemberConfig.class.getClassLoader());
        config.setClusterName(UserFile.clusterName(options, config.getClusterName()));
        network(config.getNetworkConfig(), config, options, file);
        maps(config, options, file);
        config.addListenerConfig(new ListenerConfig(new MemberGuard()));
        REQUIRED.forEach(config::setProperty);
        PREFERRED.forEach((property, value) -> preferred(config, property, value));
        return config;
    }

    /** A file that says how to find members is left alone in that; one that does not gets Roam's own way, never Hazelcast's search of the network. */
    private static void network(NetworkConfig network, Config config, NodeOptions options, @Nullable String file) {
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        if (file != null && findsMembers(join)) {
            return;
        }
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(options.members()).setConnectionTimeoutSeconds(2);
        network.setPort(options.port()).setPortAutoIncrement(true);
        InterfacesConfig interfaces = network.getInterfaces();
        if (!interfaces.isEnabled()) {
            InetAddress bind = Addresses.bind(options);
            interfaces.setEnabled(true).clear().addInterface(bind.getHostAddress());
            preferred(config, "hazelcast.socket.bind.any", "false");
            if (bind instanceof Inet6Address) {
                preferred(config, "hazelcast.prefer.ipv4.stack", "false");
            }
        }
    }

    private static boolean findsMembers(JoinConfig join) {
        return join.getMulticastConfig().isEnabled()
                || join.getTcpIpConfig().isEnabled()
                || join.getAwsConfig().isEnabled()
                || join.getGcpConfig().isEnabled()
                || join.getAzureConfig().isEnabled()
                || join.getKubernetesConfig().isEnabled()
                || join.getEurekaConfig().isEnabled()
                || join.getDiscoveryConfig().isEnabled();
    }

    private static void maps(Config config, NodeOptions options, @Nullable String file) {
        for (String pattern : config.getMapConfigs().keySet()) {
            if (file != null && Names.isReserved(pattern)) {
                throw UserFile.unusable(
                        file,
                        "it configures the map '" + pattern
                                + "'; Roam configures its maps itself, from backupCount. Take it out",
                        null);
            }
        }
        Names.addTo(config, options.backupCount());
    }

    private static void preferred(Config config, String property, String value) {
        UserFile.prefer(config.getProperty(property), property, value, config::setProperty);
    }
}
