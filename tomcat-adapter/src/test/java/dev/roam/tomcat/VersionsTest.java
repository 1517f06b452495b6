package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it costs to find out which version of an application a request is for: Tomcat asks the newest for the session first, then the next. */
class VersionsTest {
    private final TestStore oldOnes = new TestStore();
    private final TestStore newOnes = new TestStore();

    @SuppressWarnings("NullAway.Init")
    private GuestNode node;

    private String cookie = "";

    @BeforeEach
    void start() throws Exception {
        node = new GuestNode();
        node.start();
        deploy(node, "1", oldOnes);
        cookie = TestNode.newCookie(node.get("/guest/cart", null));
        deploy(node, "2", newOnes);
        oldOnes.asked.clear();
    }

    private static Context deploy(GuestNode node, String version, TestStore store) {
        return node.deploy("/guest##" + version, TestNode.manager(store), context -> {
            context.setPath("/guest");
            context.setWebappVersion(version);
        });
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void a_request_that_does_not_use_its_session_asks_nothing_where_the_session_has_been_before() {
        assertThat(node.get("/guest/none", cookie).statusCode()).isEqualTo(404);

        assertThat(newOnes.asked).isEmpty();
        assertThat(oldOnes.asked).isEmpty();
        assertThat(node.get("/guest/cart", cookie).body()).isEqualTo("2");
        assertThat(newOnes.asked).isEmpty();
        assertThat(oldOnes.asked).hasSize(2); // the request's own opening; the change
    }

    @Test
    void where_the_session_is_new_each_version_is_asked_once_and_the_one_that_has_it_serves_the_request()
            throws Exception {
        try (GuestNode other = new GuestNode()) {
            other.start();
            deploy(other, "1", oldOnes);
            deploy(other, "2", newOnes);

            assertThat(other.get("/guest/cart", cookie).body()).isEqualTo("2");
            assertThat(newOnes.asked).hasSize(1);
            assertThat(oldOnes.asked).hasSize(3); // who has it; the request's own opening; the change
        }
    }

    @Test
    void that_the_session_has_ended_elsewhere_unheard_is_found_by_the_first_request_that_uses_it() throws Exception {
        oldOnes.silent = true;
        try (GuestNode other = new GuestNode()) {
            other.start();
            Manager manager = deploy(other, "1", oldOnes).getManager();
            Objects.requireNonNull(manager.findSession(cookie.substring("JSESSIONID=".length())))
                    .expire();
        }

        assertThat(node.get("/guest/cart", cookie).body()).isEqualTo("1");
        assertThat(newOnes.records).isEmpty();
        assertThat(node.get("/guest/cart", cookie).body()).isEqualTo("1");
        assertThat(newOnes.records).hasSize(1);
    }

    @Test
    void every_version_is_asked_once_for_an_id_that_nobody_has() {
        node.get("/guest/none", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF");

        assertThat(newOnes.asked).hasSize(1);
        assertThat(oldOnes.asked).hasSize(1);
    }

    @Test
    void nobody_is_asked_for_what_cannot_be_an_id_nor_without_a_cookie() {
        node.get("/guest/none", "JSESSIONID=" + "x".repeat(2000));
        node.get("/guest/none", "JSESSIONID=.node1");
        node.get("/guest/none", null);

        assertThat(newOnes.asked).isEmpty();
        assertThat(oldOnes.asked).isEmpty();
    }
}
