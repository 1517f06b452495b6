package dev.roam.it.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a cluster is made of. What holds on one must hold on all, so every suite runs on each. */
public enum Topology {
    TOMCAT_10("roam.tomcat10", false),
    TOMCAT_11("roam.tomcat11", false),
    TOMCAT_11_CLIENT("roam.tomcat11", true);

    private final String home;
    private final boolean client;

    Topology(String home, boolean client) {
        this.home = home;
        this.client = client;
    }

    /** Those whose nodes are members themselves: for suites that clients cannot change the outcome of. */
    static List<Topology> embedded() {
        return selected().stream().filter(topology -> !topology.client).toList();
    }

    /** Whether the nodes are clients of members on their own. */
    public boolean isClient() {
        return client;
    }

    /** All, or those that the system property {@code roam.topologies} names, separated by commas. */
    public static List<Topology> selected() {
        String names = System.getProperty("roam.topologies", "");
        return names.isBlank()
                ? List.of(values())
                : Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .map(Topology::valueOf)
                        .toList();
    }

    /** The server's name and version, as its folder tells them. */
    public String server() {
        return NodeSettings.file(home).getFileName().toString();
    }

    Node node(NodeSettings settings) {
        return new TomcatNode(NodeSettings.file(home), settings);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
