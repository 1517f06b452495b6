package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnMixedContainers;
import dev.roam.it.harness.Response;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Tomcat and a Jetty with one application serve the same sessions. What nodes of any kind do together is in the suites that run on every topology. */
@OnMixedContainers
class MixedClusterIT {

    private static final int ROUNDS = 200;

    private final Cluster cluster;

    MixedClusterIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The next request goes to the other container, each time; five to a round, so that each kind goes to both. */
    @Test
    void a_thousand_requests_to_one_container_and_the_other_lose_nothing() throws IOException {
        try (Browser user = new Browser()) {
            int requests = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                Response counted = user.get(next(requests++), "/counter").expect(200);
                assertThat(counted.number("count")).as("set anew").isEqualTo(round);
                assertThat(counted.number("items")).as("changed in place").isEqualTo(round);
                user.get(next(requests++), "/text?value=" + round).expect(200);
                user.get(next(requests++), "/timeout?s=" + (1_000 + round)).expect(200);
                String before = user.sessionId();
                user.get(next(requests++), "/rename").expect(200);
                assertThat(user.sessionId()).isNotEqualTo(before);
                Response info = user.get(next(requests++), "/info").expect(200);
                assertThat(info.value("names")).isEqualTo("[basket, count, texts]");
                assertThat(info.number("maxInactive")).isEqualTo(1_000 + round);
                assertThat(user.get(next(requests), "/get?name=texts").value("texts"))
                        .isEqualTo("[" + round + "]");
            }
            assertThat(requests).isEqualTo(1_000);
        }
    }

    private Node next(int request) {
        return cluster.node(request % 2);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void a_login_and_its_roles_go_on_on_the_other_container_and_so_does_the_logout(int first, int second)
            throws IOException {
        Node here = cluster.node(first);
        Node there = cluster.node(second);
        try (Browser user = new Browser()) {
            user.get(here, "/set?name=mark&value=1").expect(200);
            String before = user.sessionId();
            user.get(here, "/login?user=ann&password=secret").expect(200);
            assertThat(user.sessionId()).isNotEqualTo(before);
            for (Node node : new Node[] {there, here, there}) {
                Response account = user.get(node, "/account").expect(200);
                assertThat(account.value("user")).isEqualTo("ann");
                assertThat(account.value("principal")).isEqualTo("ann");
                assertThat(account.value("shopper")).isEqualTo("true");
                assertThat(account.value("admin")).isEqualTo("false");
                assertThat(user.get(node, "/get?name=mark").number("mark")).isEqualTo(1);
            }

            user.get(there, "/logout").expect(200);

            for (Node node : new Node[] {here, there}) {
                assertThat(user.get(node, "/info?create=false").value("user"))
                        .as("user on %s", node)
                        .isEqualTo("null");
                assertThat(user.get(node, "/account").body()).doesNotContain("shopper");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void a_session_is_ended_by_the_other_container_with_its_events_there_alone(int first, int second)
            throws IOException {
        Node here = cluster.node(first);
        Node there = cluster.node(second);
        try (Browser user = new Browser();
                Browser nobody = new Browser()) {
            user.get(here, "/bind?name=tag&value=" + first).expect(200);
            nobody.get(here, "/events").expect(200);
            nobody.get(there, "/events").expect(200);

            user.get(there, "/invalidate").expect(200);

            assertThat(nobody.get(there, "/events").body().lines())
                    .anyMatch(line -> line.startsWith("destroyed ") && line.contains("tag=tag:" + first))
                    .contains("unbound tag=" + first);
            assertThat(user.get(here, "/get?name=tag").hasSession()).isFalse();
            assertThat(nobody.get(here, "/events").body()).doesNotContain("tag=" + first, "tag=tag:" + first);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void an_id_is_known_to_the_other_container_whatever_name_of_a_server_follows_it(int first, int second)
            throws IOException {
        try (Browser user = new Browser()) {
            user.get(cluster.node(first), "/set?name=mark&value=1").expect(200);
            String id = Objects.requireNonNull(user.sessionId());
            for (String suffix : new String[] {"", ".tomcat1", ".node0"}) {
                user.sessionId(id + suffix);
                Response info = user.get(cluster.node(second), "/info").expect(200);
                assertThat(info.value("names")).isEqualTo("[mark]");
                assertThat(info.value("requestedValid")).isEqualTo("true");
                assertThat(info.value("new")).isEqualTo("false");
            }
        }
    }
}
