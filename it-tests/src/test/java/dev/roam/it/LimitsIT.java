package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.Endings.Begun;
import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What there may not be more of, on two nodes with every limit; and why sessions end. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("clusters")
class LimitsIT {

    private static final int ATTRIBUTE_BYTES = 10_000;
    private static final int SESSION_BYTES = 20_000;
    private static final int SESSIONS = 60;
    private static final Duration NEW_SESSION_TIMEOUT = Duration.ofSeconds(3);
    /** Timeout, a tenth of it for the touch, one second between two sweeps; and as much again for a slow machine. */
    private static final Duration SOON = NEW_SESSION_TIMEOUT.multipliedBy(2).plusSeconds(3);

    /** An answer is here so long after its session was made, at most. */
    private static final int ANSWER_MILLIS = 1_000;

    private static final Map<String, String> OPTIONS = Map.of(
            "reapInterval", "1s",
            "newSessionTimeout", NEW_SESSION_TIMEOUT.toSeconds() + "s",
            "maxAttributeBytes", "" + ATTRIBUTE_BYTES,
            "maxSessionBytes", "" + SESSION_BYTES,
            "maxClusterSessions", "" + SESSIONS,
            "maxSessionsPerUser", "1");

    private static final String REFUSE = "refuse";
    /** One of the two containers' lines with each policy. */
    private static final Set<Topology> REFUSING = Set.of(Topology.TOMCAT_10, Topology.JETTY_12_0);

    private final Cluster cluster;

    LimitsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    static Stream<Cluster> clusters() {
        return Topology.covering().stream().map(topology -> {
            Map<String, String> options = new HashMap<>(OPTIONS);
            options.put("userLimitPolicy", REFUSING.contains(topology) ? REFUSE : "end-oldest");
            return Cluster.roam(topology, "limits-" + options.get("userLimitPolicy"), 2, options, Endings::writtenDown);
        });
    }

    @Test
    void a_session_of_one_request_ends_soon_and_one_that_comes_back_does_not() throws IOException {
        try (Browser robot = new Browser();
                Browser human = new Browser()) {
            begin(human, "/start?mark=human&s=1800");
            begin(robot, "/start?mark=robot&s=1800");
            long begin = System.nanoTime();
            human.get(cluster.node(1), "/get?name=mark").expect(200);

            awaitEnd(new Begun("robot", "timeout"));
            assertThat(System.nanoTime() - begin)
                    .isGreaterThan(
                            NEW_SESSION_TIMEOUT.minusMillis(ANSWER_MILLIS).toNanos());
            assertThat(robot.get(cluster.node(1), "/get?name=mark").hasSession())
                    .isFalse();
            for (Node node : cluster.nodes()) {
                assertThat(human.get(node, "/get?name=mark").value("mark")).isEqualTo("human");
            }
        }
    }

    @Test
    void a_listener_reads_why_a_session_ends() throws IOException {
        try (Browser leaving = newUser("leaving");
                Browser idle = newUser("idle")) {
            idle.get(cluster.node(1), "/timeout?s=1").expect(200);
            leaving.get(cluster.node(1), "/invalidate").expect(200);

            assertThat(Endings.begun(cluster.node(1))).contains(new Begun("leaving", "invalidated"));
            awaitEnd(new Begun("idle", "timeout"));
        }
    }

    @Test
    void what_is_too_large_fails_its_request_and_the_session_is_as_it_was() throws IOException {
        try (Browser user = newUser("here")) {
            for (String manner : List.of("small", "flush", "big")) {
                String page = "/fill?count=1&bytes=" + (ATTRIBUTE_BYTES + 1) + "&manner=" + manner;
                assertRefused(user.get(cluster.node(0), page), "maxAttributeBytes");
                assertHas(user, "[mark]");
            }

            user.get(cluster.node(0), "/fill?count=2&bytes=" + (ATTRIBUTE_BYTES - 1_000))
                    .expect(200);
            String value = "x".repeat(SESSION_BYTES - 2 * (ATTRIBUTE_BYTES - 1_000));
            Response refused = user.get(cluster.node(1), "/set?name=more&value=" + value);
            assertRefused(refused, "maxSessionBytes");
            assertHas(user, "[filler0, filler1, mark]");

            user.get(cluster.node(1), "/remove?name=filler0").expect(200);
            user.get(cluster.node(0), "/set?name=more&value=" + value).expect(200);
            assertHas(user, "[filler1, mark, more]");
        }
    }

    private static void assertRefused(Response answer, String option) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(500);
        assertThat(answer.body()).as("%s", option).doesNotContain("filled", "set\n");
    }

    private void assertHas(Browser user, String names) throws IOException {
        for (Node node : cluster.nodes()) {
            // As long as a refused request is in, and it is for a moment after its answer, its node refuses them all.
            Await.until(
                    "the refused request has left",
                    Duration.ofSeconds(5),
                    () -> user.get(node, "/info").status() == 200);
            assertThat(user.get(node, "/info").expect(200).value("names"))
                    .as("on %s", node)
                    .isEqualTo(names);
        }
    }

    @Test
    void of_two_logins_at_one_moment_on_two_nodes_one_session_keeps_the_user() throws Exception {
        try (Browser one = newUser("one");
                Browser other = newUser("other")) {
            List<Browser> users = List.of(one, other);
            int[] statuses = new int[users.size()];
            Together.run(
                    users.size(),
                    i -> statuses[i] = users.get(i)
                            .get(cluster.node(i), "/login?user=ann&password=secret")
                            .status());

            if (cluster.toString().endsWith(REFUSE)) {
                assertThat(statuses).containsExactlyInAnyOrder(200, 403);
                assertThat(marks(users)).containsExactly("one", "other");
            } else {
                assertThat(statuses).contains(200);
                Await.until("one of the sessions has ended", SOON, () -> marks(users)
                        .contains("none"));
                String ended = marks(users).get(0).equals("none") ? "one" : "other";
                awaitEnd(new Begun(ended, "user-limit"));
            }
            List<String> names = new ArrayList<>();
            for (Browser user : users) {
                String first = user.get(cluster.node(0), "/info?create=false").value("user");
                assertThat(user.get(cluster.node(1), "/info?create=false").value("user"))
                        .isEqualTo(first);
                names.add(first);
            }
            assertThat(names).containsExactlyInAnyOrder("ann", "null");
        }
    }

    /** Of their sessions, in that order. */
    private List<String> marks(List<Browser> users) throws IOException {
        List<String> marks = new ArrayList<>();
        for (Browser user : users) {
            Response answer = user.get(cluster.node(0), "/get?name=mark").expect(200);
            marks.add(answer.hasSession() ? answer.value("mark") : "none");
        }
        return marks;
    }

    @Test
    void above_the_limit_of_the_cluster_no_session_is_made() throws IOException {
        try (Browser keeper = newUser("keeper");
                Browser visitors = new Browser()) {
            int made = 0;
            Response answer = visitors.get(cluster.node(0), "/info");
            while (answer.status() == 200 && made <= SESSIONS) {
                made++;
                visitors.forgetCookies();
                answer = visitors.get(cluster.node(0), "/info");
            }
            assertThat(made).isLessThanOrEqualTo(SESSIONS);
            answer.expect(500);
            assertThat(answer.header("set-cookie")).isEmpty();
            for (Node node : cluster.nodes()) {
                assertThat(keeper.get(node, "/get?name=mark").value("mark")).isEqualTo("keeper");
            }

            newUser("again").close();
        }
    }

    /** A session that two requests on two nodes have used. */
    private Browser newUser(String mark) throws IOException {
        Browser user = new Browser();
        begin(user, "/set?name=mark&value=" + mark);
        user.get(cluster.node(1), "/get?name=mark").expect(200);
        return user;
    }

    /** Makes a session as soon as there is room: another test may have filled the cluster. */
    private void begin(Browser user, String page) {
        Await.until(
                "there is room for a session",
                SOON,
                () -> user.get(cluster.node(0), page).status() == 200);
    }

    private void awaitEnd(Begun ending) {
        Await.until(ending + " is told", SOON, () -> {
            List<Begun> all = new ArrayList<>();
            for (Node node : cluster.nodes()) {
                all.addAll(Endings.begun(node));
            }
            return all.contains(ending);
        });
    }
}
