package dev.roam.it.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Nodes that share their sessions; or stock ones, which do not. Nodes in client mode have members of their own beside them. Closing it ends the processes
 * and removes the folders.
 */
public final class Cluster implements AutoCloseable {

    /** Of members on their own, for nodes in client mode. */
    private static final int MEMBERS = 2;

    private static final Duration FORMED = Duration.ofSeconds(60);

    private final String name;
    private final List<Integer> memberPorts;
    private final List<Member> members;
    private final List<Node> nodes;
    /** Of the paths at which the probe is, see {@link #in}. */
    private final String suffix;

    private final Thread killer = new Thread(this::close, "kill the servers");

    private Cluster(String name, List<Integer> memberPorts, List<Member> members, List<Node> nodes, String suffix) {
        this.name = name;
        this.memberPorts = memberPorts;
        this.members = members;
        this.nodes = nodes;
        this.suffix = suffix;
    }

    /** Starts nodes with Roam in them, under a cluster name of their own: each a member itself, or all clients of {@value #MEMBERS} members. */
    public static Cluster roam(Topology topology, String purpose, int size, Map<String, String> options) {
        return roam(topology, purpose, size, options, UnaryOperator.identity());
    }

    /** The same, with the settings of each node adjusted. */
    public static Cluster roam(
            Topology topology,
            String purpose,
            int size,
            Map<String, String> options,
            UnaryOperator<NodeSettings> adjust) {
        List<Integer> http = Ports.free(size);
        List<Integer> ports = Ports.free(topology.isClient() ? MEMBERS : size);
        String clusterName = "it-" + UUID.randomUUID();
        String all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        String name = topology.label() + "-" + purpose;
        List<Member> members = topology.isClient()
                ? IntStream.range(0, MEMBERS)
                        .mapToObj(i -> new Member(name + "-member" + (i + 1), clusterName, ports.get(i), ports))
                        .toList()
                : List.of();
        return started(name, ports, members, IntStream.range(0, size).mapToObj(i -> {
            NodeSettings settings = NodeSettings.roam(
                            name + (i + 1), http.get(i), Map.of("members", all, "clusterName", clusterName))
                    .with(
                            topology.isClient()
                                    ? Map.of("clusterMode", "client")
                                    : Map.of("port", ports.get(i).toString()))
                    .with(options);
            return topology.node(i, adjust.apply(settings));
        }));
    }

    /** Starts servers as they were unpacked. */
    public static Cluster stock(Topology topology, String purpose, int size) {
        return stock(topology, purpose, size, UnaryOperator.identity());
    }

    /** The same, with the settings of each node adjusted. */
    public static Cluster stock(Topology topology, String purpose, int size, UnaryOperator<NodeSettings> adjust) {
        String name = topology.label() + "-" + purpose;
        List<Integer> http = Ports.free(size);
        return started(
                name,
                List.of(),
                List.of(),
                IntStream.range(0, size)
                        .mapToObj(
                                i -> topology.node(i, adjust.apply(NodeSettings.stock(name + (i + 1), http.get(i))))));
    }

    /** Starts Jettys that replicate their sessions themselves, see {@link JettyHazelcast}, with a module of Jetty's for its cache of sessions. */
    public static Cluster jettyHazelcast(
            Topology topology, String purpose, int size, String cache, UnaryOperator<NodeSettings> adjust) {
        List<Integer> http = Ports.free(size);
        List<Integer> ports = Ports.free(size);
        JettyHazelcast hazelcast = new JettyHazelcast("it-" + UUID.randomUUID(), ports, cache);
        String name = topology.label() + "-" + purpose;
        return started(
                name,
                ports,
                List.of(),
                IntStream.range(0, size)
                        .mapToObj(i -> topology.node(
                                i, hazelcast.in(adjust.apply(NodeSettings.stock(name + (i + 1), http.get(i))), i))));
    }

    private static Cluster started(String name, List<Integer> memberPorts, List<Member> members, Stream<Node> nodes) {
        Cluster cluster = new Cluster(name, memberPorts, members, new CopyOnWriteArrayList<>(nodes.toList()), "");
        Runtime.getRuntime().addShutdownHook(cluster.killer);
        try {
            cluster.heal();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts the servers that do not run, and returns when all answer and every partition has its backup. */
    public void heal() {
        List<Server> missing =
                servers().stream().filter(server -> !server.isRunning()).toList();
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(Server::start);
        missing.forEach(Server::awaitReady);
        awaitSafe();
    }

    /** Returns when the running holders are one cluster that would survive the death of any of them. */
    public void awaitSafe() {
        if (!memberPorts.isEmpty()) {
            awaitSafe(holders().stream().filter(Server::isRunning).toList());
        }
    }

    /** Returns when these holders are one cluster without any other one, and would survive the death of any of them. */
    public void awaitSafe(List<? extends Server> running) {
        try {
            for (Server server : running) {
                try (Management management = Management.of(server)) {
                    Await.until(
                            server + " sees " + running.size() + " members and all backups",
                            FORMED,
                            () -> management.isSafe(running.size()));
                }
            }
        } catch (IOException | AssertionError e) {
            throw new IllegalStateException(this + " is not safe:\n" + logs(), e);
        }
    }

    /** The same servers as users see them whose applications run in another environment of Jetty than the usual one. */
    Cluster in(String environment) {
        return new Cluster(name + " in " + environment, memberPorts, members, nodes, Node.suffix(environment));
    }

    /** The environments other than the usual one in which the probe runs on all nodes, too. */
    List<String> furtherEnvironments() {
        return nodes.get(0).container().furtherEnvironments();
    }

    /** A user of the probe. */
    public Browser user() {
        return new Browser(path(Node.PROBE));
    }

    /** A user of the probe's second copy. */
    public Browser userOfOther() {
        return new Browser(path(Node.OTHER));
    }

    /** Where the copy of the probe that usually is at that path is for these users. */
    public String path(String usual) {
        return usual + suffix;
    }

    /** Whether the probe sees Servlet 6.1 on every node. */
    public boolean hasServlet61() {
        return suffix.isEmpty()
                && nodes.stream().allMatch(node -> node.container().hasServlet61());
    }

    /**
     * Stops a node, as an operator does, and starts one of that topology in its place, with the same settings and ports. Returns when it answers and all
     * is backed up.
     */
    public void replace(int index, Topology topology) {
        Node before = nodes.get(index);
        before.stop();
        Node after = topology.node(index, before.settings());
        nodes.set(index, after);
        before.close();
        after.start();
        after.awaitReady();
        awaitSafe();
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** The servers that hold the sessions: the nodes themselves, or members on their own. */
    public List<? extends Server> holders() {
        return members.isEmpty() ? nodes : members;
    }

    /** Everything that can be restarted: the nodes, and the members that are on their own. */
    public List<Server> servers() {
        return Stream.concat(members.stream(), nodes.stream()).toList();
    }

    /** The ports on which the holders talk; none where nothing is replicated. */
    public List<Integer> memberPorts() {
        return memberPorts;
    }

    /** The node of that number, counted from 0 and round and round. */
    public Node node(int index) {
        return nodes.get(index % nodes.size());
    }

    /** What the nodes wrote last. */
    public String logs() {
        return servers().stream()
                .map(server -> "---- " + server + "\n" + server.logTail() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        if (Thread.currentThread() != killer) {
            try {
                Runtime.getRuntime().removeShutdownHook(killer);
            } catch (IllegalStateException e) {
                return; // The virtual machine is going down, and the hook does the rest.
            }
        }
        servers().forEach(Server::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
