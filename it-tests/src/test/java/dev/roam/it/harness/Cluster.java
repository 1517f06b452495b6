package dev.roam.it.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes that share their sessions; or stock ones, which do not. Closing it ends the processes and removes the folders. */
public final class Cluster implements AutoCloseable {

    private static final Duration FORMED = Duration.ofSeconds(60);

    private final String name;
    private final List<Integer> memberPorts;
    private final List<Node> nodes;
    private final Thread killer = new Thread(this::close, "kill the nodes");

    private Cluster(String name, List<Integer> memberPorts, List<Node> nodes) {
        this.name = name;
        this.memberPorts = memberPorts;
        this.nodes = List.copyOf(nodes);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Starts nodes with Roam in them that list each other as members, under a cluster name of their own. */
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
        List<Integer> members = Ports.free(size);
        String clusterName = "it-" + UUID.randomUUID();
        String all = members.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        String name = topology.label() + "-" + purpose;
        return started(new Cluster(
                name,
                members,
                IntStream.range(0, size)
                        .mapToObj(i -> NodeSettings.roam(
                                        name + (i + 1),
                                        http.get(i),
                                        Map.of(
                                                "members",
                                                all,
                                                "port",
                                                members.get(i).toString(),
                                                "clusterName",
                                                clusterName))
                                .with(options))
                        .map(adjust)
                        .map(topology::node)
                        .toList()));
    }

    /** Starts servers as they were unpacked. */
    public static Cluster stock(Topology topology, String purpose, int size) {
        return stock(topology, purpose, size, UnaryOperator.identity());
    }

    /** The same, with the settings of each node adjusted. */
    public static Cluster stock(Topology topology, String purpose, int size, UnaryOperator<NodeSettings> adjust) {
        String name = topology.label() + "-" + purpose;
        List<Integer> http = Ports.free(size);
        return started(new Cluster(
                name,
                List.of(),
                IntStream.range(0, size)
                        .mapToObj(i -> NodeSettings.stock(name + (i + 1), http.get(i)))
                        .map(adjust)
                        .map(topology::node)
                        .toList()));
    }

    private static Cluster started(Cluster cluster) {
        try {
            cluster.heal();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts the nodes that do not run, and returns when all answer and every partition has its backup. */
    public void heal() {
        List<Node> missing = nodes.stream().filter(node -> !node.isRunning()).toList();
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(Node::start);
        missing.forEach(Node::awaitReady);
        awaitSafe();
    }

    /** Returns when the running nodes are one cluster that would survive the death of any of them. */
    public void awaitSafe() {
        if (memberPorts.isEmpty()) {
            return;
        }
        List<Node> running = new ArrayList<>(nodes);
        running.removeIf(node -> !node.isRunning());
        awaitSafe(running);
    }

    /** Returns when these nodes are one cluster without any other one, and would survive the death of any of them. */
    public void awaitSafe(List<Node> running) {
        try {
            for (Node node : running) {
                try (Management management = Management.of(node)) {
                    Await.until(
                            node + " sees " + running.size() + " members and all backups",
                            FORMED,
                            () -> management.isSafe(running.size()));
                }
            }
        } catch (IOException | AssertionError e) {
            throw new IllegalStateException(this + " is not safe:\n" + logs(), e);
        }
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** The ports on which the nodes talk to each other; none for stock ones. */
    public List<Integer> memberPorts() {
        return memberPorts;
    }

    /** The node of that number, counted from 0 and round and round. */
    public Node node(int index) {
        return nodes.get(index % nodes.size());
    }

    /** What the nodes wrote last. */
    public String logs() {
        return nodes.stream()
                .map(node -> "---- " + node + "\n" + node.logTail() + "\n")
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
        nodes.forEach(Node::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
