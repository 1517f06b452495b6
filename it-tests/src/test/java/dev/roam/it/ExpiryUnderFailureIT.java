package dev.roam.it;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.Endings.Begun;
import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.NodeSettings;
import dev.roam.it.harness.Together;
import dev.roam.it.harness.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 6 when a node dies that is ending sessions. */
class ExpiryUnderFailureIT {

    private static final int SESSIONS = 10_000;
    private static final int CLIENTS = 12;
    private static final int VICTIM = 1;
    /** The ending that the victim is busy with when it dies, counted from 1. */
    private static final int LAST_OF_VICTIM = 300;
    /** From the first session on, so that none ends before the last one is there. */
    private static final Duration LIFE = Duration.ofSeconds(12);

    private static final int SHORTEST_SECONDS = 4;
    /** The claim of the dead node has to lapse. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static List<Topology> topologies() {
        return Topology.mixed();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void ten_thousand_sessions_end_while_a_node_dies_each_with_its_event_and_none_twice_but_the_one_in_its_hands(
            Topology topology, TestReporter reporter) throws Exception {
        try (Cluster cluster =
                Cluster.roam(topology, "expiry", 3, Map.of("reapInterval", "1s"), ExpiryUnderFailureIT::settings)) {
            startSessions(cluster);
            Node victim = cluster.node(VICTIM);
            try (Browser nobody = new Browser()) {
                nobody.get(victim, "/await?latch=ending").expect(200);
            }
            victim.kill();
            Await.until("all have ended", PATIENCE, () -> {
                Set<String> finished = new HashSet<>();
                for (Node node : cluster.nodes()) {
                    finished.addAll(Endings.finished(node));
                }
                return finished.size() == SESSIONS;
            });

            List<Begun> ofVictim = Endings.begun(victim);
            String inHand = ofVictim.get(ofVictim.size() - 1).mark();
            assertThat(Endings.finished(victim)).doesNotContain(inHand);
            List<Begun> all = new ArrayList<>();
            for (Node node : cluster.nodes()) {
                all.addAll(Endings.begun(node));
            }
            assertThat(all).allMatch(begun -> begun.cause().equals("timeout"));
            Map<String, Long> times = all.stream().collect(groupingBy(Begun::mark, counting()));
            List<String> repeated = times.entrySet().stream()
                    .filter(ending -> ending.getValue() > 1)
                    .map(Map.Entry::getKey)
                    .toList();
            reporter.publishEntry(
                    cluster + ": endings of the dead node, and repeated ones of " + SESSIONS,
                    ofVictim.size() + ", " + repeated.size());
            assertThat(times).hasSize(SESSIONS).containsEntry(inHand, 2L);
            assertThat(repeated).containsExactly(inHand);
        }
    }

    private static NodeSettings settings(NodeSettings settings) {
        boolean victim = settings.name().endsWith(Integer.toString(VICTIM + 1));
        NodeSettings written = victim ? Endings.heldAt(LAST_OF_VICTIM, settings) : Endings.writtenDown(settings);
        return written.forLoad(written.jvm());
    }

    private static void startSessions(Cluster cluster) throws InterruptedException {
        long end = System.nanoTime() + LIFE.toNanos();
        Together.run(CLIENTS, client -> {
            try (Browser visitors = new Browser()) {
                for (int i = client; i < SESSIONS; i += CLIENTS) {
                    long left = Duration.ofNanos(end - System.nanoTime()).toSeconds();
                    String page = "/start?mark=" + i + "&s=" + Math.max(SHORTEST_SECONDS, left);
                    visitors.get(cluster.node(client), page).expect(200);
                    visitors.forgetCookies();
                }
            }
        });
    }
}
