package dev.roam.it.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The servers that a cluster is made of. What holds on one must hold on all, so every suite runs on each. */
public enum Topology {
    TOMCAT_10("roam.tomcat10"),
    TOMCAT_11("roam.tomcat11");

    private final String home;

    Topology(String home) {
        this.home = home;
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
