package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises 1 and 4: what one answer tells, the next request knows, on whichever node. */
@InEveryEnvironment
class ReadYourWritesIT {

    private static final int REQUESTS = 1_000;
    private static final int ROUNDS = 200;
    private static final int NEW_SESSIONS = 60;

    private final Cluster cluster;

    ReadYourWritesIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void two_counters_are_exact_when_every_request_goes_to_another_node() throws IOException {
        try (Browser user = cluster.user()) {
            for (int i = 1; i <= REQUESTS; i++) {
                Response counted = user.get(cluster.node(i), "/counter").expect(200);
                assertThat(counted.number("count")).as("set anew").isEqualTo(i);
                assertThat(counted.number("items")).as("changed in place").isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"small, 200", "big, 200", "flush, 200", "redirect, 302", "see_other, 303", "error, 409", "async, 200"})
    void the_first_byte_of_an_answer_is_not_ahead_of_its_changes(String manner, int status) throws IOException {
        try (Browser writer = cluster.user()) {
            writer.get(cluster.node(0), "/set?name=value&value=none").expect(200);
            try (Browser reader = writer.sameUser()) {
                for (int i = 0; i < ROUNDS; i++) {
                    Node first = cluster.node(i);
                    String latch = "round" + i;
                    boolean held = holds(manner, i);
                    Browser.Reply reply = writer.begin(
                            first, "/set?name=value&value=" + i + "&manner=" + manner + (held ? "&hold=" + latch : ""));
                    assertThat(reader.get(cluster.node(i + 1), "/get?name=value")
                                    .number("value"))
                            .isEqualTo(i);
                    if (held) {
                        reader.get(first, "/release?latch=" + latch).expect(200);
                    }
                    reply.finish().expect(status);
                }
            }
        }
    }

    /** Every second of the requests that answer before they end is kept from ending until the other node has been asked. */
    private static boolean holds(String manner, int round) {
        return round % 2 == 1 && (manner.equals("big") || manner.equals("flush"));
    }

    @Test
    void a_new_session_is_known_everywhere_before_its_cookie_arrives() throws IOException {
        for (int i = 0; i < NEW_SESSIONS; i++) {
            try (Browser user = cluster.user()) {
                Browser.Reply reply =
                        user.begin(cluster.node(i), "/set?name=value&value=" + i + "&manner=flush&hold=new" + i);
                reply.head();
                try (Browser reader = user.sameUser()) {
                    assertThat(reader.get(cluster.node(i + 1), "/get?name=value")
                                    .number("value"))
                            .isEqualTo(i);
                    reader.get(cluster.node(i), "/release?latch=new" + i).expect(200);
                }
                reply.finish().expect(200);
            }
        }
    }

    @Test
    void a_new_session_comes_with_a_redirect_of_a_status_of_its_own() throws IOException {
        for (int i = 0; i < cluster.nodes().size(); i++) {
            try (Browser user = cluster.user()) {
                Response redirect = user.get(cluster.node(i), "/set?name=value&value=" + i + "&manner=see_other")
                        .expect(303);

                assertThat(redirect.header("location")).containsExactly(cluster.path(Node.PROBE) + "/ping");
                assertThat(redirect.header("by-hand").isEmpty())
                        .as("Servlet 6.1 on %s", cluster)
                        .isEqualTo(cluster.hasServlet61());
                assertThat(redirect.header("set-cookie")).hasSize(1);
                assertThat(user.get(cluster.node(i + 1), "/get?name=value").number("value"))
                        .isEqualTo(i);
            }
        }
    }
}
