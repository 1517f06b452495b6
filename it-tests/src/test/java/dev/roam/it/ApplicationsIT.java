package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What surrounds a session: its application, and the user's login. */
@InEveryEnvironment
class ApplicationsIT {

    private final Cluster cluster;

    ApplicationsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void two_applications_with_one_session_id_do_not_mix() throws Exception {
        try (Browser user = cluster.user();
                Browser other = cluster.userOfOther()) {
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
    void a_login_on_one_node_holds_on_every_node_and_so_does_the_logout() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            String before = user.sessionId();
            user.get(cluster.node(0), "/login?user=ann&password=secret").expect(200);
            assertThat(user.sessionId()).isNotEqualTo(before);
            for (Node node : cluster.nodes()) {
                Response info = user.get(node, "/info?create=false");
                assertThat(info.value("user")).as("user on %s", node).isEqualTo("ann");
                assertThat(info.value("names")).matches(Names.only("mark"));
            }
            user.get(cluster.node(1), "/logout").expect(200);
            for (Node node : cluster.nodes()) {
                assertThat(user.get(node, "/info?create=false").value("user"))
                        .as("user on %s", node)
                        .isEqualTo("null");
            }
        }
    }

    /** On nodes of one container, where there are two: each keeps in its own form which page was asked for. */
    @Test
    void a_form_login_that_was_begun_on_one_node_is_completed_on_another_and_holds_on_all() throws Exception {
        Node first = cluster.node(0);
        Node second = cluster.node(2);
        try (Browser user = cluster.user()) {
            user.get(first, "/counter").expect(200);
            String before = user.sessionId();
            Response asked = user.get(first, "/account");
            assertThat(asked.body() + asked.header("location")).contains("login");

            Response sent =
                    user.submit(second, "/j_security_check", Map.of("j_username", "ann", "j_password", "secret"));

            assertThat(sent.status()).isIn(302, 303);
            assertThat(sent.header("location").get(0)).endsWith(cluster.path(Node.PROBE) + "/account");
            int count = 1;
            for (Node node : cluster.nodes()) {
                Response account = user.get(node, "/account").expect(200);
                assertThat(account.value("user")).as("on %s", node).isEqualTo("ann");
                assertThat(account.value("shopper")).as("on %s", node).isEqualTo("true");
                assertThat(account.value("authType")).as("on %s", node).isEqualTo("FORM");
                assertThat(account.number("count")).isEqualTo(++count);
            }
            assertThat(user.sessionId()).isNotEqualTo(before);
        }
    }
}
