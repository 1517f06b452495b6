package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.ManagerApplication;
import dev.roam.it.harness.WithManagerApplication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.management.JMException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tomcat's own Manager application, as it comes, manages sessions of Roam: it sees them without using them, and what it does counts on every node. */
@WithManagerApplication
class ManagerApplicationIT {

    private static final String ROAM = "Catalina:type=Roam,host=localhost,context=/probe";
    private static final List<String> SORTS = List.of(
            "id", "locale", "user", "new", "CreationTime", "LastAccessedTime", "UsedTime", "InactiveTime", "TTL");

    private final Cluster cluster;
    private final ManagerApplication here;
    private final Management counters;
    private final List<Browser> browsers = new ArrayList<>();

    ManagerApplicationIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.here = new ManagerApplication(cluster.node(0));
        this.counters = Management.of(cluster.node(0));
    }

    @AfterEach
    void close() throws IOException {
        for (Browser browser : browsers) {
            browser.close();
        }
        counters.close();
    }

    private Browser sessionOn(int node, String mark) throws IOException {
        Browser browser = new Browser();
        browsers.add(browser);
        browser.get(cluster.node(node), "/set?name=mark&value=" + mark).expect(200);
        return browser;
    }

    private static String id(Browser browser) {
        return Objects.requireNonNull(browser.sessionId());
    }

    private String list(String... further) throws IOException {
        return here.form("/html/sessions?path=/probe", further);
    }

    /** What this node has asked of the store for requests; uses are reported at their own time. */
    private List<Object> asked() throws IOException, JMException {
        List<Object> counts = new ArrayList<>();
        for (String kind : List.of("create", "fetch", "commit", "rename", "claim", "drop", "look")) {
            counts.add(counters.attribute(ROAM, kind + "Count"));
        }
        return counts;
    }

    @Test
    void the_pages_that_show_sessions_ask_nothing_of_the_store() throws Exception {
        Browser mine = sessionOn(0, "shown");
        mine.get(cluster.node(0), "/login?user=ann&password=secret").expect(200);
        Browser elsewhere = sessionOn(1, "hidden");
        List<Object> before = asked();

        for (String sort : SORTS) {
            assertThat(list("sort", sort)).contains(id(mine)).doesNotContain(id(elsewhere));
        }
        assertThat(list()).contains("<td style=\"text-align: center;\">ann</td>");
        assertThat(list("action", "sessionDetail", "sessionId", id(mine), "sessionType", "Primary"))
                .contains("Details for Session " + id(mine), ">shown</span>");
        assertThat(here.page("/text/sessions?path=/probe")).startsWith("OK - ").contains("sessions");

        assertThat(asked()).isEqualTo(before);
    }

    @Test
    void an_attribute_that_is_removed_is_gone_on_every_node() throws Exception {
        Browser user = sessionOn(0, "wrong");

        assertThat(list(
                        "action",
                        "removeSessionAttribute",
                        "sessionId",
                        id(user),
                        "attributeName",
                        "mark",
                        "sessionType",
                        "Primary"))
                .containsPattern("Session attribute .*mark.* removed");

        assertThat(user.get(cluster.node(1), "/get?name=mark").value("mark")).isEqualTo("null");
    }

    @Test
    void a_session_that_is_invalidated_is_gone_on_every_node() throws Exception {
        Browser user = sessionOn(0, "unwanted");
        Browser other = sessionOn(0, "kept");

        assertThat(list("action", "invalidateSessions", "sessionIds", id(user))).contains("1 sessions invalidated.");

        for (int node = 0; node < 2; node++) {
            assertThat(user.get(cluster.node(node), "/get?name=mark").hasSession())
                    .isFalse();
            assertThat(other.get(cluster.node(node), "/get?name=mark").value("mark"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void sessions_of_this_node_that_are_idle_are_expired_and_no_others() throws Exception {
        Browser idle = sessionOn(0, "idle");
        Browser elsewhere = sessionOn(1, "elsewhere");

        assertThat(here.page("/text/expire?path=/probe&idle=1")).startsWith("OK - ");
        assertThat(idle.get(cluster.node(1), "/get?name=mark").value("mark")).isEqualTo("idle");
        assertThat(here.page("/text/expire?path=/probe&idle=0")).startsWith("OK - ");

        assertThat(idle.get(cluster.node(1), "/get?name=mark").hasSession()).isFalse();
        assertThat(elsewhere.get(cluster.node(1), "/get?name=mark").value("mark"))
                .isEqualTo("elsewhere");
    }

    @Test
    void the_status_page_reads_the_manager() throws Exception {
        sessionOn(0, "counted");
        assertThat(here.page("/status/all"))
                .containsPattern("(?s)probe(?:(?!Active sessions).)*Active sessions: [1-9][0-9]* Session count: [1-9]");
        assertThat(here.page("/status/all?JSON=true"))
                .containsPattern("(?s)probe(?:(?!activeSessions).)*\"activeSessions\":\"?[1-9]");
        assertThat(here.page("/html/list")).contains("/probe");
    }

    @Test
    void what_roam_counts_is_read_through_the_jmx_proxy() throws Exception {
        sessionOn(0, "counted");
        assertThat(here.page("/jmxproxy/?qry=Catalina:type=Roam,*"))
                .contains("Name: " + ROAM, "reachable: true", "memberCount: 2");
        assertThat(counters.attribute(ROAM, "members").toString()).contains("127.0.0.1:", ", ");
        assertThat(counters.attribute(ROAM, "version").toString()).matches("[0-9].*");
        assertThat((Long) counters.attribute(ROAM, "createCount")).isPositive();
        counters.reload("/probe");
        assertThat(counters.attribute(ROAM, "createCount")).isEqualTo(0L);
    }
}
