package dev.roam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of the node: they must agree in all applications of a JVM. Immutable.
 *
 * @param members {@code host[:port]} of the members to join, an IPv6 address in brackets
 * @param bind the local address of the member; null: chosen to match {@code members}
 * @param port the member's first port, counting up if it is taken
 * @param clusterName members and clients of another name are refused
 * @param hazelcastConfig the path of a Hazelcast configuration of the user's own; null: none
 * @param clusterMode whether this node is a member itself
 * @param backupCount synchronous copies of every record, 0 to 6
 * @param minMembers below so many members the store counts as unreachable
 */
public record NodeOptions(
        List<String> members,
        @Nullable String bind,
        int port,
        String clusterName,
        @Nullable String hazelcastConfig,
        ClusterMode clusterMode,
        int backupCount,
        int minMembers) {
    public NodeOptions {
        members = List.copyOf(members);
    }

    /**
     * Reads the node's options from their texts; those that are not there have their defaults. Options of the application are left to {@link
     * ApplicationOptions#parse}.
     *
     * @param texts values by name, all options of a configuration together
     * @throws OptionException if a value is not allowed, or a name is none of {@link Options#names}
     */
    public static NodeOptions parse(Map<String, String> texts) {
        Options.requireKnown(texts.keySet());
        return new NodeOptions(
                Options.MEMBERS.read(texts),
                Options.BIND.read(texts).orElse(null),
                Options.PORT.read(texts),
                Options.CLUSTER_NAME.read(texts),
                Options.HAZELCAST_CONFIG.read(texts).orElse(null),
                Options.CLUSTER_MODE.read(texts),
                Options.BACKUP_COUNT.read(texts),
                Options.MIN_MEMBERS.read(texts));
    }

    /** The options that differ from their defaults, in the order of the documentation: for the log. */
    public Map<String, String> differing() {
        return Options.differing(texts());
    }

    /**
     * Compares these options, which are in use, with others that are asked for.
     *
     * @return null if they are equal; otherwise a clause that names the first option that differs and both values: {@code backupCount is '1', not '2'}
     */
    public @Nullable String firstDifference(NodeOptions asked) {
        Map<String, String> others = asked.texts();
        for (Map.Entry<String, String> mine : texts().entrySet()) {
            String other = others.getOrDefault(mine.getKey(), "");
            if (!mine.getValue().equals(other)) {
                return mine.getKey() + " is '" + mine.getValue() + "', not '" + other + "'";
            }
        }
        return null;
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(Options.MEMBERS.name(), Options.MEMBERS.print(members));
        texts.put(Options.BIND.name(), Options.BIND.print(Optional.ofNullable(bind)));
        texts.put(Options.PORT.name(), Options.PORT.print(port));
        texts.put(Options.CLUSTER_NAME.name(), Options.CLUSTER_NAME.print(clusterName));
        texts.put(
                Options.HAZELCAST_CONFIG.name(), Options.HAZELCAST_CONFIG.print(Optional.ofNullable(hazelcastConfig)));
        texts.put(Options.CLUSTER_MODE.name(), Options.CLUSTER_MODE.print(clusterMode));
        texts.put(Options.BACKUP_COUNT.name(), Options.BACKUP_COUNT.print(backupCount));
        texts.put(Options.MIN_MEMBERS.name(), Options.MIN_MEMBERS.print(minMembers));
        return texts;
    }
}
