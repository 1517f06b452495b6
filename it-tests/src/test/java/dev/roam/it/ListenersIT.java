package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/** What listeners hear, and on which node. What a single node tells its listeners, and in which order, is compared in {@link SameAsTheContainerIT}. */
@OnEveryTopology
class ListenersIT {

    private static final String NAME = "listened";

    private final Cluster cluster;

    ListenersIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What each node has told its listeners since the last time, as far as it is about one of the words. Without the value that was replaced: Tomcat tells
     * the new one instead where that listens to its binding.
     */
    private List<List<String>> heard(String... words) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (Browser nobody = new Browser()) {
            for (Node node : cluster.nodes()) {
                all.add(nobody.get(node, "/events")
                        .expect(200)
                        .body()
                        .lines()
                        .filter(line -> List.of(words).stream().anyMatch(line::contains))
                        .map(line -> line.replaceAll("^(replaced \\w+)=.*", "$1"))
                        .toList());
            }
        }
        return all;
    }

    /** Only that node, and in whichever order. */
    private static void assertHeard(List<List<String>> heard, int node, String... lines) {
        for (int i = 0; i < heard.size(); i++) {
            if (i == node) {
                assertThat(heard.get(i)).as("on node %d", i).containsExactlyInAnyOrder(lines);
            } else {
                assertThat(heard.get(i)).as("on node %d", i).isEmpty();
            }
        }
    }

    @Test
    void each_change_is_told_on_the_node_where_it_was_made_and_on_no_other() throws IOException {
        heard();
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/bind?name=" + NAME + "&value=one").expect(200);
            String id = user.get(cluster.node(0), "/info").value("id");
            assertHeard(heard(NAME, id), 0, "created " + id, "bound listened=one", "added listened=tag:one");

            user.get(cluster.node(1), "/bind?name=" + NAME + "&value=two").expect(200);
            assertHeard(heard(NAME, id), 1, "bound listened=two", "unbound listened=one", "replaced listened");

            user.get(cluster.node(2), "/remove?name=" + NAME).expect(200);
            assertHeard(heard(NAME, id), 2, "unbound listened=two", "removed listened=tag:two");

            String next = user.get(cluster.node(1), "/rename").expect(200).value("id");
            assertHeard(heard(NAME, id, next), 1, "renamed " + id + " to " + next);

            user.get(cluster.node(0), "/get?name=" + NAME).expect(200);
            user.get(cluster.node(2), "/bind?name=" + NAME + "&value=three").expect(200);
            assertHeard(heard(NAME, id, next), 2, "bound listened=three", "added listened=tag:three");

            user.get(cluster.node(0), "/invalidate").expect(200);
            assertHeard(
                    heard(NAME, id, next),
                    0,
                    "destroyed " + next + " {listened=tag:three}",
                    "unbound listened=three",
                    "removed listened=tag:three");
        }
    }

    @Test
    void a_value_is_told_before_it_leaves_its_node_and_after_it_has_arrived_on_another() throws IOException {
        heard();
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/travel?name=" + NAME).expect(200);
            List<List<String>> left = heard(NAME + " packed");
            assertThat(left.get(0)).isNotEmpty().containsOnly("leaves listened packed=true");
            assertThat(left.subList(1, left.size())).allMatch(List::isEmpty);

            user.get(cluster.node(1), "/ping").expect(200);
            user.get(cluster.node(1), "/get?name=other").expect(200);
            assertNobodyElseHeard(heard(NAME + " packed"));

            user.get(cluster.node(1), "/get?name=" + NAME).expect(200);
            user.get(cluster.node(1), "/get?name=" + NAME).expect(200);
            List<List<String>> heard = heard(NAME + " packed");
            List<String> there = heard.get(1);
            assertThat(there.get(0)).isEqualTo("arrived listened packed=true");
            assertThat(there).filteredOn(line -> line.startsWith("arrived")).hasSize(1);
            assertNobodyElseHeard(List.of(heard.get(0), List.of(), heard.get(2)));
        }
    }

    /** The first node's container may look once more at what a request was handed when that ends: a Jetty does, and its client need not wait for it. */
    private static void assertNobodyElseHeard(List<List<String>> heard) {
        assertThat(heard.get(0)).allMatch(line -> line.startsWith("leaves"));
        assertThat(heard.subList(1, heard.size())).allMatch(List::isEmpty);
    }

    @Test
    void a_session_that_arrives_on_a_node_was_not_created_there_and_one_that_nothing_is_written_into_costs_one_create()
            throws Exception {
        List<Long> creates = counted("createCount");
        List<Long> commits = counted("commitCount");
        heard();
        try (Browser user = new Browser()) {
            String id = user.get(cluster.node(0), "/info").value("id");
            for (Node node : cluster.nodes()) {
                assertThat(user.get(node, "/info").value("id")).isEqualTo(id);
            }
            assertHeard(heard(id), 0, "created " + id);
        }
        List<Long> createsAfter = counted("createCount");
        assertThat(createsAfter.get(0)).isEqualTo(creates.get(0) + 1);
        assertThat(createsAfter.subList(1, createsAfter.size())).isEqualTo(creates.subList(1, creates.size()));
        assertThat(counted("commitCount")).isEqualTo(commits);
    }

    private List<Long> counted(String name) throws IOException, JMException {
        List<Long> counts = new ArrayList<>();
        for (Node node : cluster.nodes()) {
            try (Management management = Management.of(node)) {
                counts.add(node.counted(management, Node.PROBE, name));
            }
        }
        return counts;
    }
}
