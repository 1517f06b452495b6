package dev.roam.cluster;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.ClientNetworkConfig;
import com.hazelcast.client.config.ConnectionRetryConfig;
import com.hazelcast.client.config.XmlClientConfigBuilder;
import com.hazelcast.client.config.YamlClientConfigBuilder;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.store.hazelcast.Names;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a client: Roam's own, or a user's file with what Roam needs added. What each property costs is in {@code docs/operations.md}.
 */
final class ClientConfiguration {
    /** What a client stands on: also over a user's own value. */
    private static final Map<String, String> REQUIRED =
            Map.of("hazelcast.client.operation.fail.on.indeterminate.state", "true");

    /** What is better for sessions than Hazelcast's defaults; a user's own value stands. */
    private static final Map<String, String> PREFERRED = Map.of(
            "hazelcast.client.heartbeat.interval", "1000",
            "hazelcast.client.heartbeat.timeout", "5000",
            "hazelcast.client.invocation.retry.pause.millis", "50",
            "hazelcast.client.invocation.timeout.seconds", "10",
            "hazelcast.logging.type", "jdk");

    private static final int CONNECT_MILLIS = 2_000;
    private static final int FIRST_BACKOFF_MILLIS = 100;
    private static final int LONGEST_BACKOFF_MILLIS = 1_000;
    private static final long FOR_EVER = -1;

    /** So many ports of a member without a port are tried, as members do with each other. */
    private static final int PORTS = 3;

    private ClientConfiguration() {}

    /**
     * Builds it.
     *
     * @throws OptionException if an option, or the user's file, cannot be used
     */
    static ClientConfig of(NodeOptions options, String instanceName) {
        if (options.bind() != null) {
            throw new OptionException("option bind: '" + options.bind()
                    + "', but a node with clusterMode client listens on no address; take it out");
        }
        String file = options.hazelcastConfig();
        ClientConfig config =
                file == null ? new ClientConfig() : UserFile.load(file, "hazelcast-client", () -> read(file));
        config.setInstanceName(instanceName);
        config.setClassLoader(ClientConfiguration.class.getClassLoader());
        config.setClusterName(UserFile.clusterName(options, config.getClusterName()));
        Names.addTo(config.getSerializationConfig());
        refuseNearCaches(config, file);
        network(config.getNetworkConfig(), options);
        connection(config.getConnectionStrategyConfig(), file);
        // The owner itself waits for its backups, as it does for a member's operation: a backup that this client has no
        // connection to counts too.
        config.setBackupAckToClientEnabled(false);
        REQUIRED.forEach(config::setProperty);
        PREFERRED.forEach((property, value) ->
                UserFile.prefer(config.getProperty(property), property, value, config::setProperty));
        return config;
    }

    private static ClientConfig read(String file) throws IOException {
        return file.toLowerCase(Locale.ROOT).endsWith(".xml")
                ? new XmlClientConfigBuilder(file).build()
                : new YamlClientConfigBuilder(file).build();
    }

    /** Roam keeps what it may keep itself, and asks whether it is current; a cache in between would answer that. */
    private static void refuseNearCaches(ClientConfig config, @Nullable String file) {
        for (String map : config.getNearCacheConfigMap().keySet()) {
            if (file != null && (Names.isReserved(map) || map.equals("*") || map.equals("default"))) {
                throw UserFile.unusable(
                        file,
                        "it has a near cache for '" + map + "', which reaches into Roam's maps. Take it out",
                        null);
            }
        }
    }

    /** A file that says how to find members is left alone in that. */
    private static void network(ClientNetworkConfig network, NodeOptions options) {
        network.getAutoDetectionConfig().setEnabled(false);
        if (findsMembers(network)) {
            return;
        }
        List<String> addresses = options.members().stream()
                .flatMap(member -> addresses(member, options.port()))
                .toList();
        network.setAddresses(addresses).setConnectionTimeout(CONNECT_MILLIS);
    }

    private static Stream<String> addresses(String member, int port) {
        String host = Addresses.host(member);
        boolean bracketed = member.startsWith("[");
        if (member.length() > host.length() + (bracketed ? 2 : 0)) {
            return Stream.of(member);
        }
        return IntStream.range(port, Math.min(port + PORTS, 65_536)).mapToObj(each -> member + ":" + each);
    }

    private static boolean findsMembers(ClientNetworkConfig network) {
        return !network.getAddresses().isEmpty()
                || network.getAwsConfig().isEnabled()
                || network.getGcpConfig().isEnabled()
                || network.getAzureConfig().isEnabled()
                || network.getKubernetesConfig().isEnabled()
                || network.getEurekaConfig().isEnabled()
                || network.getCloudConfig().isEnabled()
                || network.getDiscoveryConfig().isEnabled();
    }

    /** An application starts without members, and goes on by itself when they are there. */
    private static void connection(ClientConnectionStrategyConfig strategy, @Nullable String file) {
        ConnectionRetryConfig retry = strategy.getConnectionRetryConfig();
        if (file != null && strategy.getReconnectMode() == ReconnectMode.OFF) {
            throw UserFile.unusable(
                    file, "its reconnect-mode is OFF, with which a client never comes back. Take it out", null);
        }
        if (file != null && retry.getClusterConnectTimeoutMillis() >= 0) {
            throw UserFile.unusable(
                    file,
                    "its cluster-connect-timeout-millis is " + retry.getClusterConnectTimeoutMillis()
                            + ", after which a client stops for good. Take it out",
                    null);
        }
        strategy.setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
        retry.setInitialBackoffMillis(FIRST_BACKOFF_MILLIS)
                .setMaxBackoffMillis(LONGEST_BACKOFF_MILLIS)
                .setClusterConnectTimeoutMillis(FOR_EVER);
    }
}
