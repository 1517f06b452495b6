package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryJetty;
import dev.roam.it.harness.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Jetty's own sessions in Hazelcast (module {@code session-store-hazelcast-embedded}) get wrong. Each row has its test, on every Jetty.
 *
 * <table>
 * <caption>shortfalls and where they are shown right</caption>
 * <tr><td>the whole session is written, the last writer wins</td><td>{@link ConcurrentChangesIT}</td></tr>
 * <tr><td>a late write brings back a session that was ended elsewhere</td><td>{@link EndedSessionsIT}, {@link RenamedSessionsIT}</td></tr>
 * <tr><td>a node serves what it has in memory, even after a logout elsewhere</td><td>{@link EndedSessionsIT}, {@link ReadYourWritesIT}</td></tr>
 * <tr><td>a node ends in its own eyes, later, what another one has ended</td><td>here</td></tr>
 * <tr><td>a change in place is stored by accident, and after the response</td><td>{@link ReadYourWritesIT}, {@link AttributesIT}</td></tr>
 * <tr><td>a session that is in no node's memory never expires</td><td>{@link FailoverIT}</td></tr>
 * <tr><td>several nodes end one session, each with its events</td><td>{@link ExpiryIT}</td></tr>
 * <tr><td>members read the attributes and need their classes</td><td>here</td></tr>
 * <tr><td>servers that have no name of their own take each other's sessions for theirs</td><td>all suites: none has a name here</td></tr>
 * <tr><td>each node sends a cookie of its own for the same session</td><td>here</td></tr>
 * <tr><td>Hazelcast belongs to the application that started first, and nobody shuts it down</td><td>here, {@link LeftoversIT}, {@link NodeFailureIT}</td></tr>
 * <tr><td>a Hazelcast configuration of one's own leaves out what sessions need</td><td>{@link JettyDropInIT}</td></tr>
 * <tr><td>a write that fails does not fail the response</td><td>{@link MinMembersIT}, {@link HungNodeIT}</td></tr>
 * </table>
 */
@OnEveryJetty
class StockJettyShortfallsIT {

    private static final int TIMEOUT_SECONDS = 2;
    private static final Duration LATEST = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final List<String> events = new ArrayList<>();

    StockJettyShortfallsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    private void collectEvents() throws IOException {
        try (Browser nobody = new Browser()) {
            for (Node node : cluster.nodes()) {
                nobody.get(node, "/events").body().lines().forEach(events::add);
            }
        }
    }

    /** A session that all nodes have served, and that ends soon. */
    private Browser known(String mark) throws IOException {
        Browser user = new Browser();
        user.get(cluster.node(0), "/bind?name=tag&value=" + mark).expect(200);
        user.get(cluster.node(0), "/timeout?s=" + TIMEOUT_SECONDS).expect(200);
        for (Node node : cluster.nodes()) {
            assertThat(user.get(node, "/get?name=tag").value("tag")).isEqualTo("tag:" + mark);
        }
        return user;
    }

    private void awaitEnd(String mark) {
        Await.until("the session " + mark + " ends", LATEST, () -> {
            collectEvents();
            return events.contains("unbound tag=" + mark);
        });
    }

    @Test
    void a_session_that_one_node_has_ended_is_not_ended_again_by_those_that_served_it() throws IOException {
        try (Browser loggedOut = known("loggedOut")) {
            loggedOut.get(cluster.node(1), "/invalidate").expect(200);
        }
        known("idle").close();

        awaitEnd("idle");

        assertThat(events)
                .filteredOn(line -> line.equals("unbound tag=loggedOut"))
                .hasSize(1);
        assertThat(events)
                .filteredOn(line -> line.startsWith("destroyed ") && line.contains("tag=tag:loggedOut"))
                .hasSize(1);
    }

    @Test
    void a_user_who_goes_from_node_to_node_gets_one_cookie() throws IOException {
        try (Browser user = new Browser()) {
            assertThat(user.get(cluster.node(0), "/counter").header("set-cookie"))
                    .hasSize(1);
            for (int i = 1; i <= 2 * cluster.nodes().size(); i++) {
                Response counted = user.get(cluster.node(i), "/counter").expect(200);
                assertThat(counted.number("count")).isEqualTo(i + 1);
                assertThat(counted.header("set-cookie"))
                        .as("from %s", cluster.node(i))
                        .isEmpty();
            }
        }
    }

    /** Sessions are owned where they were made: by the node that has the application no more, and so none of its classes. */
    @Test
    void a_node_whose_application_is_gone_goes_on_holding_its_sessions_for_the_others() throws Exception {
        Node without = cluster.node(2);
        try (Browser user = new Browser();
                Browser idle = new Browser()) {
            user.get(without, "/counter").expect(200);
            idle.get(without, "/bind?name=tag&value=owned").expect(200);
            without.undeploy(Node.PROBE);
            without.look(Node.PROBE);
            try (Management management = Management.of(without)) {
                assertThat(management.attribute("com.hazelcast:type=HazelcastInstance,*", "running"))
                        .isEqualTo(true);
            }

            for (int count = 2; count <= 5; count++) {
                assertThat(user.get(cluster.node(count % 2), "/counter")
                                .expect(200)
                                .number("items"))
                        .isEqualTo(count);
            }
            idle.get(cluster.node(0), "/timeout?s=" + TIMEOUT_SECONDS).expect(200);
            Await.until("the idle session ends", LATEST, () -> {
                try (Browser nobody = new Browser()) {
                    for (int node = 0; node < 2; node++) {
                        nobody.get(cluster.node(node), "/events").body().lines().forEach(events::add);
                    }
                }
                return events.contains("unbound tag=owned");
            });
            assertThat(events).anyMatch(line -> line.startsWith("destroyed ") && line.contains("tag=tag:owned"));
        } finally {
            without.deploy(Node.PROBE);
            without.look(Node.PROBE);
        }
    }
}
