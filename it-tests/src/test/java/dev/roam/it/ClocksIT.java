package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.NodeSettings;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 7 on nodes whose clocks differ by half a minute and more: sessions last as long as they should, whosever clock counts. Hazelcast's clock is put
 * forward and back, by a property of its own; the oldest member's is the cluster's.
 */
class ClocksIT {

    /** By the last letter of the node's name. */
    private static final Map<String, Integer> OFFSET_MILLIS = Map.of("1", -30_000, "2", 30_000, "3", 0);

    private static final int TIMEOUT_SECONDS = 3;
    /** As in {@link ExpiryIT}, and the time in which a dead node is noticed and replaced. */
    private static final Duration LATEST = Duration.ofMillis(2 * (TIMEOUT_SECONDS * 1_100 + 1_000) + 4_000);

    private static final int PAUSE_MILLIS = 50;
    /** What Hazelcast may be wrong by, and the way there and back. */
    private static final int CLOSE_MILLIS = 1_000;

    static List<Topology> topologies() {
        return Topology.embedded().stream()
                .filter(topology -> topology == Topology.TOMCAT_11)
                .toList();
    }

    private static NodeSettings withOwnClock(NodeSettings settings) {
        return settings.withJvm("-Dcom.hazelcast.clock.offset=" + offset(settings.name()));
    }

    private static int offset(String name) {
        return OFFSET_MILLIS.getOrDefault(name.substring(name.length() - 1), 0);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void clocks_that_differ_end_no_session_early_and_none_late_and_nor_does_the_death_of_the_one_whose_clock_counts(
            Topology topology) throws Exception {
        try (Cluster cluster =
                Cluster.roam(topology, "clocks", 3, Map.of("reapInterval", "1s"), ClocksIT::withOwnClock)) {
            Node first = oldest(cluster);
            long offset = offset(first.toString());
            assertClusterTime(cluster.nodes(), offset);
            idleOnesEndInTimeAndUsedOnesLive("first", cluster.nodes(), () -> {});

            List<Node> left = without(cluster.nodes(), first);
            idleOnesEndInTimeAndUsedOnesLive("second", left, first::kill);
            assertClusterTime(left, offset);

            cluster.heal();
            Node second = oldest(cluster);
            assertThat(second).isNotEqualTo(first);
            List<Node> others = without(cluster.nodes(), second);
            idleOnesEndInTimeAndUsedOnesLive("third", others, second::kill);
            assertClusterTime(others, offset);
        }
    }

    /** The one that has been in the cluster for longest: its clock counts. */
    private static Node oldest(Cluster cluster) throws IOException, JMException {
        Node one = cluster.nodes().stream().filter(Node::isRunning).findFirst().orElseThrow();
        try (Management management = Management.of(one)) {
            List<?> members = (List<?>) management.attribute("com.hazelcast:type=HazelcastInstance,*", "Members");
            String oldest = members.get(0).toString();
            for (int i = 0; i < cluster.nodes().size(); i++) {
                if (oldest.endsWith(":" + cluster.memberPorts().get(i))) {
                    return cluster.node(i);
                }
            }
            throw new AssertionError("none of the nodes is " + oldest);
        }
    }

    private static List<Node> without(List<Node> nodes, Node one) {
        return nodes.stream().filter(node -> node != one).toList();
    }

    private static void assertClusterTime(List<Node> nodes, long offset) throws IOException, JMException {
        for (Node node : nodes) {
            try (Management management = Management.of(node)) {
                long before = System.currentTimeMillis();
                long time = (long) management.attribute("com.hazelcast:type=HazelcastInstance,*", "clusterTime");
                assertThat(time - before)
                        .as("cluster time of %s against this machine's", node)
                        .isBetween(offset - CLOSE_MILLIS, offset + CLOSE_MILLIS);
            }
        }
    }

    @FunctionalInterface
    private interface Happening {
        void happens();
    }

    /** One session on each node that nobody uses, and one that is read on all of them in turn. */
    private static void idleOnesEndInTimeAndUsedOnesLive(String phase, List<Node> nodes, Happening meanwhile)
            throws IOException {
        String usedMark = phase + "Used";
        String idleMark = phase + "Idle";
        try (Browser used = newSession(nodes.get(0), usedMark)) {
            long begun = System.nanoTime();
            for (int i = 0; i < nodes.size(); i++) {
                newSession(nodes.get(i), idleMark + i).close();
            }
            long made = System.nanoTime();
            meanwhile.happens();

            Map<String, Long> ends = new TreeMap<>();
            for (int turn = 0; ends.size() < nodes.size(); turn++) {
                assertThat(System.nanoTime() - made)
                        .as("ended so far: %s", ends)
                        .isLessThan(LATEST.toNanos());
                read(used, nodes.get(turn % nodes.size()), usedMark);
                for (String mark : collectEnds(nodes)) {
                    assertThat(mark).isNotEqualTo(usedMark);
                    if (mark.startsWith(idleMark)) {
                        ends.put(mark, System.nanoTime() - begun);
                    }
                }
                Await.clockToPass(System.currentTimeMillis() + PAUSE_MILLIS);
            }

            assertThat(ends.values()).allSatisfy(nanos -> assertThat(nanos)
                    .isGreaterThan(Duration.ofSeconds(TIMEOUT_SECONDS).toNanos()));
            for (Node node : nodes) {
                assertThat(used.get(node, "/get?name=mark").expect(200).value("mark"))
                        .isEqualTo(usedMark);
            }
        }
    }

    private static Browser newSession(Node node, String mark) throws IOException {
        Browser user = new Browser();
        user.get(node, "/start?mark=" + mark + "&s=" + TIMEOUT_SECONDS).expect(200);
        return user;
    }

    /** While a dead node is being replaced, a session may be unreachable. */
    private static void read(Browser user, Node node, String mark) throws IOException {
        Response answer = user.get(node, "/get?name=mark");
        if (answer.status() != 503) {
            assertThat(answer.expect(200).value("mark")).as("on %s", node).isEqualTo(mark);
        }
    }

    /** The marks of the sessions whose end the nodes have told their listeners since the last time. */
    private static List<String> collectEnds(List<Node> nodes) throws IOException {
        List<String> marks = new ArrayList<>();
        try (Browser nobody = new Browser()) {
            for (Node node : nodes) {
                nobody.get(node, "/events")
                        .expect(200)
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("destroyed "))
                        .map(line -> line.replaceAll(".*mark=(\\w+).*", "$1"))
                        .forEach(marks::add);
            }
        }
        return marks;
    }
}
