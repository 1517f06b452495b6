package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Server;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 9 for nodes in client mode, of whose members none can be reached for a while. */
@DisabledOnOs(OS.WINDOWS)
class MembersOnTheirOwnIT {

    private static final String PROBE = Application.PROBE_WITHOUT_LOGIN.path();

    private static final int USERS = 6;
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(1);
    /** What the machine may add to the store's timeout. */
    private static final Duration LATENESS = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static List<Topology> topologies() {
        return Topology.selected().stream().filter(Topology::isClient).toList();
    }

    private static Cluster cluster(Topology topology) {
        return Cluster.roam(
                topology,
                "remote",
                1,
                Map.of("storeTimeout", STORE_TIMEOUT.toMillis() + "ms"),
                settings -> settings.with(Application.PROBE_WITHOUT_LOGIN));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void while_all_members_hang_sessions_are_unreachable_and_all_are_there_when_they_go_on(Topology topology)
            throws IOException {
        try (Cluster cluster = cluster(topology)) {
            Node node = cluster.node(0);
            List<Browser> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                Browser user = new Browser(PROBE);
                user.get(node, "/set?name=mark&value=" + i).expect(200);
                user.get(node, "/login?user=ann&password=secret").expect(200);
                users.add(user);
            }

            cluster.holders().forEach(Server::suspend);
            try {
                for (Browser user : users) {
                    checkUnreachable(user, node);
                }
            } finally {
                cluster.holders().forEach(Server::resume);
            }

            for (int i = 0; i < USERS; i++) {
                Browser user = users.get(i);
                Await.until(
                        "the session is reached again",
                        PATIENCE,
                        () -> user.get(node, "/get?name=mark").status() == 200);
                assertThat(user.get(node, "/get?name=mark").expect(200).number("mark"))
                        .isEqualTo(i);
                assertThat(user.get(node, "/info?create=false").expect(200).value("user"))
                        .isEqualTo("ann");
                user.close();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void a_node_that_starts_without_members_serves_what_needs_no_session_and_all_else_once_they_are_there(
            Topology topology) throws IOException {
        try (Cluster cluster = cluster(topology);
                Browser user = new Browser(PROBE)) {
            Node node = cluster.node(0);
            user.get(node, "/counter").expect(200);
            cluster.servers().forEach(Server::kill);

            node.start();
            node.awaitReady();
            try (Browser again = user.sameUser()) { // whose connections are not those to the node that died
                checkUnreachable(again, node);
            }

            cluster.heal();
            Await.until(
                    "sessions are served",
                    PATIENCE,
                    () -> user.get(node, "/counter").status() == 200);
            assertThat(user.get(node, "/counter").expect(200).number("count")).isEqualTo(2);
        }
    }

    private static void checkUnreachable(Browser user, Node node) throws IOException {
        String id = String.valueOf(user.sessionId());
        long start = System.nanoTime();
        Response refused = user.get(node, "/counter").expect(503);
        assertThat(System.nanoTime() - start)
                .as("nanoseconds until %s", refused)
                .isLessThan(STORE_TIMEOUT.plus(LATENESS).toNanos());
        assertThat(refused.header("set-cookie")).isEmpty();
        assertThat(user.sessionId()).isEqualTo(id);
        user.get(node, "/ping").expect(200);
    }
}
