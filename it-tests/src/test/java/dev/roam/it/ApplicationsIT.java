package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Response;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What surrounds a session: its application, and the user's login. */
@OnEveryTopology
class ApplicationsIT {

    private final Cluster cluster;

    ApplicationsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void two_applications_with_one_session_id_do_not_mix() throws Exception {
        try (Browser user = new Browser();
                Browser other = new Browser(Node.OTHER)) {
            user.get(cluster.node(0), "/set?name=mark&value=probe").expect(200);
            other.sessionId(Objects.requireNonNull(user.sessionId()));
            for (Node node : cluster.nodes()) {
                assertThat(other.get(node, "/get?name=mark").hasSession()).isFalse();
            }
            other.get(cluster.node(1), "/set?name=mark&value=other").expect(200);
            for (Node node : cluster.nodes()) {
                assertThat(user.get(node, "/get?name=mark").value("mark")).isEqualTo("probe");
                assertThat(other.get(node, "/get?name=mark").value("mark")).isEqualTo("other");
            }
        }
    }

    @Test
    void a_reload_of_the_application_keeps_its_sessions() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/counter").expect(200);
            try (Management management = Management.of(cluster.node(0))) {
                management.reload(Node.PROBE);
            }
            Response counted = user.get(cluster.node(0), "/counter").expect(200);
            assertThat(counted.number("count")).isEqualTo(2);
            assertThat(counted.number("items")).isEqualTo(2);
        }
    }

    @Test
    void a_login_on_one_node_holds_on_every_node_and_so_does_the_logout() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            String before = user.sessionId();
            user.get(cluster.node(0), "/login?user=ann&password=secret").expect(200);
            assertThat(user.sessionId()).isNotEqualTo(before);
            for (Node node : cluster.nodes()) {
                Response info = user.get(node, "/info?create=false");
                assertThat(info.value("user")).as("user on %s", node).isEqualTo("ann");
                assertThat(info.value("names")).isEqualTo("[mark]");
            }
            user.get(cluster.node(1), "/logout").expect(200);
            for (Node node : cluster.nodes()) {
                assertThat(user.get(node, "/info?create=false").value("user"))
                        .as("user on %s", node)
                        .isEqualTo("null");
            }
        }
    }
}
