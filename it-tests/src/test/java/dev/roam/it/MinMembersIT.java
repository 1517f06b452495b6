package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 9 where too few nodes are left: minMembers. */
class MinMembersIT {

    private static final int USERS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static List<Topology> topologies() {
        return Topology.ofOneContainer();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void below_min_members_sessions_are_unreachable_and_they_are_back_with_the_missing_node(Topology topology)
            throws IOException {
        try (Cluster cluster = Cluster.roam(topology, "min", 2, Map.of("minMembers", "2"))) {
            List<Browser> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(loggedIn(cluster.node(i), i));
            }
            Node survivor = cluster.node(0);

            cluster.holders().get(1).kill();
            for (int i = 0; i < USERS; i++) {
                awaitUnreachable(users.get(i), survivor, i);
            }
            checkWithoutSession(users.get(0), survivor);
            checkNewVisitor(survivor);

            cluster.heal();
            for (int i = 0; i < USERS; i++) {
                for (Node node : cluster.nodes()) {
                    checkThere(users.get(i), node, i);
                }
                users.get(i).close();
            }
        }
    }

    private static Browser loggedIn(Node node, int mark) throws IOException {
        Browser user = new Browser();
        user.get(node, "/set?name=mark&value=" + mark).expect(200);
        user.get(node, "/login?user=ann&password=secret").expect(200);
        user.get(node, "/ping")
                .expect(200); // after which Tomcat's form login knows that there is nothing to go on with
        return user;
    }

    /** Until the death is noticed a session may still be answered, rightly. */
    private static void awaitUnreachable(Browser user, Node node, int mark) {
        String id = String.valueOf(user.sessionId());
        Await.until("a session is unreachable", PATIENCE, () -> {
            Response response = user.get(node, "/get?name=mark");
            assertThat(user.sessionId()).isEqualTo(id);
            if (response.status() == 200) {
                assertThat(response.number("mark")).isEqualTo(mark);
                return false;
            }
            return response.expect(503).header("set-cookie").isEmpty();
        });
    }

    private static void checkWithoutSession(Browser user, Node node) throws IOException {
        String id = String.valueOf(user.sessionId());
        assertThat(user.get(node, "/ping").expect(200).header("set-cookie")).isEmpty();
        user.get(node, "/counter").expect(503);
        assertThat(user.sessionId()).isEqualTo(id);
    }

    private static void checkNewVisitor(Node node) throws IOException {
        try (Browser visitor = new Browser()) {
            visitor.get(node, "/ping").expect(200);
            visitor.get(node, "/info?create=false").expect(200);
            visitor.get(node, "/counter").expect(503);
            assertThat(visitor.sessionId()).isNull();
        }
    }

    private static void checkThere(Browser user, Node node, int mark) throws IOException {
        try (Browser again = user.sameUser()) { // whose connections are not those to a node that died
            assertThat(again.get(node, "/get?name=mark").expect(200).number("mark"))
                    .isEqualTo(mark);
            assertThat(again.get(node, "/info?create=false").expect(200).value("user"))
                    .isEqualTo("ann");
        }
    }
}
