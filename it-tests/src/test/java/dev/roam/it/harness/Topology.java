package dev.roam.it.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a cluster is made of. What holds on one must hold on all. */
public enum Topology {
    TOMCAT_10(Container.TOMCAT_10),
    TOMCAT_11(Container.TOMCAT_11),
    TOMCAT_11_CLIENT(Container.TOMCAT_11, Container.TOMCAT_11, true),
    JETTY_12_0(Container.JETTY_12_0),
    JETTY_12_1(Container.JETTY_12_1),
    /** Whatever the application does goes on from one container to the other. */
    MIXED(Container.TOMCAT_11, Container.JETTY_12_1, false);

    private final Container even;
    private final Container odd;
    private final boolean client;

    Topology(Container all) {
        this(all, all, false);
    }

    /**
     * @param even of the first node, the third, ...
     * @param odd of all others
     */
    Topology(Container even, Container odd, boolean client) {
        this.even = even;
        this.odd = odd;
        this.client = client;
    }

    /**
     * All, or those that the system property {@code roam.topologies} names, separated by commas; of these the one that {@code roam.topology} names, if that
     * does: the build runs the tests once for each.
     */
    public static List<Topology> selected() {
        List<Topology> wanted = named("roam.topologies");
        List<Topology> now = named("roam.topology");
        return wanted.stream().filter(now::contains).toList();
    }

    private static List<Topology> named(String property) {
        String names = System.getProperty(property, "");
        return names.isBlank()
                ? List.of(values())
                : Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .map(Topology::valueOf)
                        .toList();
    }

    /** Those whose nodes are all of one container: for suites in which another one next to it changes nothing. */
    public static List<Topology> ofOneContainer() {
        return selected().stream().filter(topology -> !topology.isMixed()).toList();
    }

    /** Those whose nodes are members themselves, and of one container: for suites that neither clients nor others can change the outcome of. */
    public static List<Topology> embedded() {
        return ofOneContainer().stream().filter(topology -> !topology.client).toList();
    }

    /** Those with nodes of both containers: for suites that take longest and do the same on all. */
    public static List<Topology> mixed() {
        return selected().stream().filter(Topology::isMixed).toList();
    }

    /** Few that have every container among them: for suites that take long and do the same on all. */
    public static List<Topology> covering() {
        Set<Topology> few = EnumSet.of(TOMCAT_10, JETTY_12_0, MIXED);
        return selected().stream().filter(few::contains).toList();
    }

    /** Whether the nodes are clients of members on their own. */
    public boolean isClient() {
        return client;
    }

    /** Whether all nodes are Jettys. */
    public boolean isJetty() {
        return !even.isTomcat() && !odd.isTomcat();
    }

    /** Whether there are nodes of two containers. */
    public boolean isMixed() {
        return even != odd;
    }

    /** Whether all nodes are Tomcats. */
    boolean isTomcat() {
        return even.isTomcat() && odd.isTomcat();
    }

    /** The servers' names and versions, as their folders tell them. */
    public String server() {
        return isMixed() ? even.server() + ", " + odd.server() : even.server();
    }

    /** The unpacked distribution of the first node. */
    Path home() {
        return even.home();
    }

    Node node(int index, NodeSettings settings) {
        return (index % 2 == 0 ? even : odd).node(settings);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
