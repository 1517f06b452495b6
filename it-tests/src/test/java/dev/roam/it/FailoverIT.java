package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryContainer;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that its node has left behind: neither shorter nor longer lived than with that node, and the same for all its requests. */
@OnEveryContainer
class FailoverIT {

    private static final int TIMEOUT_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WINDOWS = 8;

    private final Cluster cluster;

    FailoverIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void every_session_has_its_backup() {
        cluster.awaitSafe();
    }

    @AfterEach
    void start_the_missing_nodes() {
        cluster.heal();
    }

    /** Sessions are owned where they were made, so the node that dies has been the owner, too. */
    private Browser userOfTheVictim(int timeoutSeconds) throws IOException {
        return userOfTheVictim("kept", timeoutSeconds);
    }

    private Browser userOfTheVictim(String mark, int timeoutSeconds) throws IOException {
        Browser user = new Browser();
        user.get(cluster.node(0), "/set?name=mark&value=" + mark).expect(200);
        user.get(cluster.node(0), "/timeout?s=" + timeoutSeconds).expect(200);
        return user;
    }

    /** An unreachable store may say so for a while. */
    private static Response firstAnswer(Browser user, Node node, String page) {
        Response[] answer = new Response[1];
        Await.until(page + " is answered by " + node, PATIENCE, () -> {
            answer[0] = user.get(node, page);
            return answer[0].status() != 503;
        });
        return answer[0].expect(200);
    }

    @Test
    void a_session_that_was_idle_for_too_long_is_not_served_after_its_node_died() throws IOException {
        try (Browser idle = userOfTheVictim(TIMEOUT_SECONDS);
                Browser fresh = userOfTheVictim(3_600)) {
            long last = System.currentTimeMillis();
            cluster.node(0).kill();
            assertThat(firstAnswer(fresh, cluster.node(1), "/get?name=mark").value("mark"))
                    .isEqualTo("kept");

            Await.clockToPass(last + TIMEOUT_SECONDS * 1_100L);

            assertThat(firstAnswer(idle, cluster.node(1), "/get?name=mark").hasSession())
                    .isFalse();
            assertThat(firstAnswer(idle, cluster.node(2), "/get?name=mark").hasSession())
                    .isFalse();
        }
    }

    @Test
    void a_session_that_is_only_read_lives_on_when_its_node_dies() throws IOException {
        try (Browser sticky = userOfTheVictim(TIMEOUT_SECONDS);
                Browser alternating = userOfTheVictim(TIMEOUT_SECONDS)) {
            long end = System.currentTimeMillis() + 2 * TIMEOUT_SECONDS * 1_000L;
            for (int turn = 0; System.currentTimeMillis() < end; turn++) {
                assertThat(sticky.get(cluster.node(0), "/get?name=mark").value("mark"))
                        .isEqualTo("kept");
                assertThat(alternating.get(cluster.node(turn), "/get?name=mark").value("mark"))
                        .isEqualTo("kept");
                Await.clockToPass(System.currentTimeMillis() + 50);
            }

            cluster.node(0).kill();

            end = System.currentTimeMillis() + TIMEOUT_SECONDS * 1_500L;
            for (int turn = 0; turn < 2 || System.currentTimeMillis() < end; turn++) {
                assertThat(firstAnswer(sticky, cluster.node(1), "/get?name=mark")
                                .value("mark"))
                        .isEqualTo("kept");
                Node next = cluster.node(1 + turn % 2);
                assertThat(firstAnswer(alternating, next, "/get?name=mark").value("mark"))
                        .isEqualTo("kept");
                Await.clockToPass(System.currentTimeMillis() + 50);
            }
            assertThat(firstAnswer(sticky, cluster.node(2), "/get?name=mark").value("mark"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void a_timeout_of_its_own_outlasts_later_changes_and_the_death_of_its_node() throws IOException {
        try (Browser user = userOfTheVictim(TIMEOUT_SECONDS);
                Browser other = new Browser()) {
            other.get(cluster.node(1), "/events").expect(200);
            user.get(cluster.node(0), "/set?name=mark&value=changed").expect(200);
            user.get(cluster.node(1), "/counter").expect(200);
            long last = System.currentTimeMillis();

            cluster.node(0).kill();

            // Nobody asks for it any more: one of the two that are left ends it, with its events.
            StringBuilder events = new StringBuilder();
            Await.until("the session has ended", PATIENCE, () -> {
                events.append(other.get(cluster.node(1), "/events").body());
                events.append(other.get(cluster.node(2), "/events").body());
                return events.toString().contains("mark=changed");
            });
            assertThat(System.currentTimeMillis() - last).isGreaterThanOrEqualTo(TIMEOUT_SECONDS * 1_000L);
            assertThat(firstAnswer(user, cluster.node(1), "/get?name=mark").hasSession())
                    .isFalse();
        }
    }

    @Test
    void all_requests_of_a_user_at_once_find_the_session_when_its_node_has_died() throws Exception {
        try (Browser user = userOfTheVictim("together", 3_600);
                Browser other = new Browser()) {
            other.get(cluster.node(1), "/events").expect(200);
            other.get(cluster.node(2), "/events").expect(200);
            cluster.node(0).kill();

            Together.run(WINDOWS, window -> {
                try (Browser same = user.sameUser()) {
                    Node node = cluster.node(1 + window % 2);
                    for (int i = 0; i < 5; i++) {
                        firstAnswer(same, node, "/set?name=window" + window + "&value=" + i);
                        assertThat(firstAnswer(same, node, "/get?name=mark").value("mark"))
                                .isEqualTo("together");
                    }
                    assertThat(same.sessionId()).isEqualTo(user.sessionId());
                }
            });

            String events = other.get(cluster.node(1), "/events").body()
                    + other.get(cluster.node(2), "/events").body();
            assertThat(events).doesNotContain("created", "mark=together");
            assertThat(firstAnswer(user, cluster.node(2), "/info").value("names"))
                    .contains("mark", "window0", "window" + (WINDOWS - 1));
        }
    }

    @Test
    void a_node_that_starts_after_a_logout_does_not_serve_the_session() throws IOException {
        try (Browser user = userOfTheVictim(3_600);
                Browser old = user.sameUser()) {
            cluster.node(2).kill();
            firstAnswer(user, cluster.node(0), "/invalidate");

            cluster.heal();

            for (Node node : cluster.nodes()) {
                assertThat(old.get(node, "/get?name=mark").expect(200).hasSession())
                        .as("on %s", node)
                        .isFalse();
            }
        }
    }
}
