package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.NextToStock;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 11: one node answers as the container itself does. Each script runs on both, and both transcripts are the same. */
@NextToStock
class SameAsTheContainerIT {

    private final Cluster stock;
    private final Cluster roam;

    SameAsTheContainerIT(Cluster stock, Cluster roam) {
        this.stock = stock;
        this.roam = roam;
    }

    @FunctionalInterface
    private interface Script {
        void play(Transcript server) throws IOException;
    }

    private void assertSame(Script script) throws IOException {
        assertThat(transcript(roam, script)).isEqualTo(transcript(stock, script));
    }

    private static List<String> transcript(Cluster server, Script script) throws IOException {
        try (Transcript transcript = new Transcript(server)) {
            script.play(transcript);
            return transcript.lines();
        }
    }

    private static Script pages(String... pages) {
        return server -> {
            for (String page : pages) {
                server.get(page);
            }
        };
    }

    @Test
    void newness_times_and_names() throws IOException {
        assertSame(pages(
                "/info?create=false",
                "/info",
                "/info",
                "/ping",
                "/info?create=false",
                "/set?name=b&value=1",
                "/set?name=a&value=2",
                "/info",
                "/timeout?s=60",
                "/info",
                "/timeout?s=0",
                "/info",
                "/timeout?s=-1",
                "/info",
                "/counter",
                "/counter",
                "/info"));
    }

    @Test
    void a_session_that_only_one_request_has_seen_is_new_until_it_comes_back() throws IOException {
        assertSame(server -> {
            server.get("/info");
            server.user("user").sessionId("0123456789ABCDEF0123456789ABCDEF");
            server.get("/info?create=false");
            server.get("/info");
            server.get("/info");
        });
    }

    @Test
    void attributes_and_their_listeners() throws IOException {
        assertSame(pages(
                "/set?name=a&value=1",
                "/set?name=a&value=1",
                "/set?name=a&value=2",
                "/get?name=a&name=missing",
                "/set?name=a",
                "/set?name=a",
                "/remove?name=missing",
                "/set?name=b&value=3",
                "/remove?name=b",
                "/info"));
    }

    @Test
    void values_that_listen_to_their_binding() throws IOException {
        assertSame(pages(
                "/bind?name=tag&value=one",
                "/bind?name=tag&again=yes",
                "/get?name=tag",
                "/bind?name=tag&value=two",
                "/set?name=tag&value=plain",
                "/bind?name=tag&value=three",
                "/remove?name=tag",
                "/bind?name=tag&value=four",
                "/bind?name=other&value=five",
                "/set?name=plain&value=six",
                "/invalidate",
                "/info?create=false"));
    }

    @Test
    void misuse_of_a_session() throws IOException {
        assertSame(pages("/misuse", "/info", "/misuse"));
    }

    @Test
    void a_session_that_is_asked_for_when_the_response_has_begun() throws IOException {
        assertSame(pages("/ping?manner=late", "/info", "/ping?manner=late"));
    }

    @Test
    void use_of_a_session_after_its_end() throws IOException {
        assertSame(pages("/use-after-end", "/info?create=false", "/set?name=a&value=1", "/use-after-end", "/info"));
    }

    @Test
    void the_end_of_a_session_and_a_new_one() throws IOException {
        assertSame(pages(
                "/counter",
                "/set?name=a&value=1",
                "/invalidate",
                "/invalidate",
                "/info?create=false",
                "/info",
                "/counter",
                "/info"));
    }

    @Test
    void a_new_id() throws IOException {
        assertSame(pages(
                "/set?name=a&value=1", "/bind?name=tag&value=one", "/rename", "/info", "/rename", "/rename", "/info"));
    }

    @Test
    void a_new_id_for_a_session_of_the_same_request_and_for_none() throws IOException {
        assertSame(pages("/rename", "/info?create=false"));
    }

    @Test
    void every_manner_of_answering() throws IOException {
        assertSame(server -> {
            for (String manner : List.of("small", "big", "flush", "redirect", "error", "async")) {
                server.get(manner, "/set?name=a&value=1&manner=" + manner);
                server.get(manner, "/counter?manner=" + manner);
                server.get(manner, "/info");
                server.get(manner, "/invalidate?manner=" + manner);
                server.get(manner, "/info?create=false");
            }
        });
    }

    @Test
    void a_value_that_cannot_be_serialised() throws IOException {
        assertSame(pages("/local", "/local", "/counter", "/local", "/info", "/invalidate"));
    }

    @Test
    void a_login_and_its_logout() throws IOException {
        assertSame(pages(
                "/login?user=ann&password=wrong",
                "/login?user=ann&password=secret",
                "/info",
                "/logout",
                "/info",
                "/login?user=ann&password=secret",
                "/info?create=false",
                "/invalidate",
                "/info?create=false"));
    }

    @Test
    void two_users_do_not_see_each_other() throws IOException {
        assertSame(server -> {
            server.get("ann", "/counter");
            server.get("bob", "/counter");
            server.get("ann", "/counter");
            server.get("ann", "/invalidate");
            server.get("bob", "/counter");
            server.get("ann", "/counter");
            server.get("bob", "/info");
        });
    }

    /** Stock Tomcat ends such a session when somebody asks for it; Roam when it looks for sessions that are due. */
    @Test
    void a_session_past_its_timeout() throws IOException {
        assertSame(server -> {
            server.get("/bind?name=tag&value=one");
            server.get("/timeout?s=1");
            Await.clockToPass(System.currentTimeMillis() + 1_300);
            server.get("/info?create=false");
            server.awaitEvent("removed tag=");
            server.get("/info");
        });
    }
}
