package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Response;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry of sessions: an application's own pages, and JMX, find, end, make and change sessions of users on whichever node. */
@OnEveryTopology
class RegistryIT {

    private static final String USER = "ann";

    private final Cluster cluster;
    private final Browser nobody = new Browser();
    private final Browser first = new Browser();
    private final Browser second = new Browser();

    RegistryIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Nobody is logged in yet, and no event waits to be told. */
    @BeforeEach
    void begin() throws IOException {
        nobody.get(cluster.node(0), "/end-sessions-of?user=" + USER).expect(200);
        events();
    }

    @AfterEach
    void close() throws IOException {
        nobody.close();
        first.close();
        second.close();
    }

    private List<String> events() throws IOException {
        Stream.Builder<String> lines = Stream.builder();
        for (Node node : cluster.nodes()) {
            nobody.get(node, "/events").body().lines().forEach(lines);
        }
        return lines.build().toList();
    }

    /** How the end of sessions with a basket was told; the order does not matter. */
    private List<String> endings() throws IOException {
        return events().stream()
                .filter(line -> line.startsWith("destroyed "))
                .map(line -> line.replaceAll("id\\([^)]*\\)", "id"))
                .toList();
    }

    private static Browser login(Browser user, Node node) throws IOException {
        user.get(node, "/counter").expect(200);
        user.get(node, "/login?user=" + USER + "&password=secret").expect(200);
        return user;
    }

    /** As it is without the route that a balancer needs. */
    private static String id(Browser user) {
        return Objects.requireNonNull(user.sessionId()).replaceFirst("\\..*", "");
    }

    private Response page(int node, String page) throws IOException {
        return nobody.get(cluster.node(node), page).expect(200);
    }

    @Test
    void a_users_sessions_are_found_from_a_third_node_and_ended_one_by_one_or_all_with_events_once() throws Exception {
        login(first, cluster.node(0));
        login(second, cluster.node(1));
        Response found = page(2, "/sessions-of?user=" + USER);
        assertThat(found.number("count")).isEqualTo(2);
        assertThat(found.value("ids").split(",")).containsExactlyInAnyOrder(id(first), id(second));
        assertThat(List.of(onConsole("sessionsOf", USER))).hasSize(2).allMatch(line -> line.contains("user=" + USER));
        events();

        assertThat(page(2, "/end-session?id=" + first.sessionId()).value("ended"))
                .isEqualTo("true");
        assertThat(endings()).hasSize(1).allMatch(line -> line.contains("count=1"));
        for (Node node : cluster.nodes()) {
            assertThat(first.get(node, "/get").hasSession()).isFalse();
            assertThat(second.get(node, "/get").hasSession()).isTrue();
        }
        assertThat(page(2, "/sessions-of?user=" + USER).value("ids")).isEqualTo(id(second));

        login(first, cluster.node(1));
        events();
        assertThat(page(2, "/end-sessions-of?user=" + USER).number("ended")).isEqualTo(2);
        assertThat(endings()).hasSize(2);
        for (Node node : cluster.nodes()) {
            assertThat(first.get(node, "/get").hasSession()).isFalse();
            assertThat(second.get(node, "/get").hasSession()).isFalse();
        }
        assertThat(page(0, "/sessions-of?user=" + USER).number("count")).isZero();
    }

    @Test
    void a_console_ends_all_sessions_of_a_user() throws Exception {
        login(first, cluster.node(0));
        login(second, cluster.node(1));

        assertThat(ask("endSessionsOf", USER)).isEqualTo(2);

        assertThat(first.get(cluster.node(1), "/get").hasSession()).isFalse();
        assertThat(second.get(cluster.node(0), "/get").hasSession()).isFalse();
    }

    @Test
    void a_session_is_shown_and_ended_by_its_id_from_another_node_by_page_and_by_console() throws Exception {
        login(first, cluster.node(0));
        login(second, cluster.node(1));

        Response shown = page(2, "/session-of-id?id=" + first.sessionId());
        assertThat(shown.value("user")).isEqualTo(USER);
        assertThat(shown.value("names")).contains("basket", "count");
        assertThat(shown.number("bytes")).isPositive();
        assertThat(shown.value("node")).isNotEmpty();
        assertThat((String) ask("session", id(second)))
                .contains("id=" + id(second) + " user=" + USER)
                .contains("basket, count");
        assertThat(ask("session", "unknown")).isEqualTo("");
        events();

        assertThat(ask("endSession", id(second))).isEqualTo(true);
        assertThat(ask("endSession", id(second))).isEqualTo(false);
        assertThat(page(2, "/end-session?id=" + first.sessionId()).value("ended"))
                .isEqualTo("true");

        assertThat(endings()).hasSize(2);
        for (Node node : cluster.nodes()) {
            assertThat(first.get(node, "/get").hasSession()).isFalse();
            assertThat(second.get(node, "/get").hasSession()).isFalse();
        }
    }

    @Test
    void a_job_makes_a_session_recovers_and_changes_it_and_the_next_request_on_any_node_sees_that() throws Exception {
        Response made = page(0, "/job?user=" + USER);
        assertThat(made.value("mark")).isEqualTo("recovered");
        assertThat(made.value("stranger")).isEqualTo("null");
        assertThat(made.value("unknown")).isEqualTo("null");
        assertThat(events()).filteredOn(line -> line.startsWith("created ")).hasSize(1);
        String id = made.value("session");

        for (int node = 0; node < 3; node++) {
            String update = "/update-session?name=mark&value=" + node + "&id=" + id + "&user=";
            assertThat(page(node, update + USER).value("updated")).isEqualTo("true");
            assertThat(page(node, update + "eve").value("updated")).isEqualTo("false");
            first.sessionId(id);
            Response seen = first.get(cluster.node(node + 1), "/get?name=mark&name=basket");
            assertThat(seen.value("mark")).isEqualTo("" + node);
            assertThat(seen.value("basket")).isEqualTo("basket:" + (node + 1));
        }
        Response account = first.get(cluster.node(2), "/account").expect(200);
        assertThat(account.value("user")).isEqualTo(USER);
        assertThat(account.value("shopper")).isEqualTo("true");
    }

    private Object ask(String operation, String text) throws IOException, JMException {
        Node node = cluster.node(2);
        try (Management management = Management.of(node)) {
            return node.ask(management, Node.PROBE, operation, text);
        }
    }

    private String[] onConsole(String operation, String text) throws IOException, JMException {
        return (String[]) ask(operation, text);
    }
}
