package dev.roam.it.bench;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Together;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Two nodes under measurement, with a session for each user. Closing it ends them. */
final class Setup implements AutoCloseable {

    private static final int USERS = 16;

    private final String name;
    private final Cluster cluster;
    private final Predicate<Workload> supported;
    private final Wire wire;
    /** By size and routing, so that a session is used in one way alone. */
    private final Map<String, List<String>> sessions = new HashMap<>();

    /**
     * @param name in the table; setups of the same name share their lines
     * @param supported the workloads in which its sessions are right
     */
    Setup(String name, Cluster cluster, Predicate<Workload> supported) {
        this.name = name;
        this.cluster = cluster;
        this.supported = supported;
        wire = new Wire(cluster.memberPorts());
    }

    String name() {
        return name;
    }

    boolean supports(Workload workload) {
        return supported.test(workload);
    }

    /** Fails where the nodes are no cluster with all backups any more: a machine too busy parts them, and what they do without backups is cheap. */
    void awaitSafe() {
        cluster.awaitSafe();
    }

    /** Runs the workload for the given time, after a run up that does not count. */
    Sample measure(Workload workload, Duration runUp, Duration time) throws Exception {
        List<LoadClient> clients = new ArrayList<>();
        try {
            for (int user = 0; user < USERS; user++) {
                clients.add(
                        new LoadClient(route(workload, user), sessions(workload).get(user), workload.use()));
            }
            drive(clients, runUp);
            OptionalLong sentBefore = wire.sent();
            long cpuBefore = cpuNanos();
            long start = System.nanoTime();
            drive(clients, time);
            long wall = System.nanoTime() - start;
            long cpu = cpuNanos() - cpuBefore;
            OptionalLong sentAfter = wire.sent();
            int[] nanos = clients.stream()
                    .flatMapToInt(client -> Arrays.stream(client.nanos()))
                    .toArray();
            return new Sample(nanos, wall, cpu, difference(sentBefore, sentAfter));
        } finally {
            for (LoadClient client : clients) {
                client.close();
            }
        }
    }

    private static void drive(List<LoadClient> clients, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Together.run(clients.size(), user -> clients.get(user).run(end));
    }

    private static OptionalLong difference(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent()
                ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    private long cpuNanos() {
        return cluster.nodes().stream()
                .mapToLong(node -> ProcessHandle.of(node.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos())
                .sum();
    }

    /** The nodes that a user's requests go to: one, or all in turn, beginning with that one. */
    private List<Node> route(Workload workload, int user) {
        int count = workload.alternating() ? cluster.nodes().size() : 1;
        return IntStream.range(user, user + count).mapToObj(cluster::node).toList();
    }

    private List<String> sessions(Workload workload) throws IOException {
        String key = workload.kilobytes() + workload.routing();
        List<String> ids = sessions.get(key);
        if (ids == null) {
            ids = new ArrayList<>();
            for (int user = 0; user < USERS; user++) {
                Node node = cluster.node(user);
                try (Browser browser = new Browser()) {
                    browser.get(node, workload.fill()).expect(200);
                    browser.get(node, "/set?name=small&value=first").expect(200);
                    ids.add(Objects.requireNonNull(browser.sessionId(), "no session cookie"));
                    check(browser, route(workload, user));
                }
            }
            sessions.put(key, ids);
        }
        return ids;
    }

    /** Fails where a node does not know the session: what it would serve under load are errors, or new sessions. */
    private static void check(Browser browser, List<Node> nodes) throws IOException {
        for (Node node : nodes) {
            String small = browser.get(node, "/get?name=small").expect(200).value("small");
            if (!small.equals("first")) {
                throw new IllegalStateException(node + " does not know what was set, but " + small);
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
