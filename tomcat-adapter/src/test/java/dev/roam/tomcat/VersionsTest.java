package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

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
        deploy("1", oldOnes);
        cookie = TestNode.newCookie(node.get("/guest/cart", null));
        deploy("2", newOnes);
        oldOnes.asked.clear();
    }

    private void deploy(String version, TestStore store) {
        node.deploy("/guest##" + version, TestNode.manager(store), context -> {
            context.setPath("/guest");
            context.setWebappVersion(version);
        });
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void a_version_without_the_session_is_asked_once_and_the_one_that_has_it_serves_the_request() {
        assertThat(node.get("/guest/cart", cookie).body()).isEqualTo("2");

        assertThat(newOnes.asked).hasSize(1);
        assertThat(oldOnes.asked).hasSize(3); // who has it; the request's own opening; the change
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
