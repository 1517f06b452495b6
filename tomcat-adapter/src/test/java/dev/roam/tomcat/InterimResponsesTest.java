package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 1 where something leaves before the response: hints (103) have its header fields, the wish for a body (100) has none. */
class InterimResponsesTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);

    /** Whether a byte had arrived, for each time that something was stored. */
    private final BlockingQueue<Boolean> begun = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        node.tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        node.tomcat.getConnector().setProperty("continueResponseTiming", "onRead");
        node.page("/hints", (request, response) -> {
                    request.getSession().setAttribute("value", "before");
                    response.setHeader("Link", "</style.css>; rel=preload");
                    response.sendError(103);
                    request.getSession().setAttribute("value", "after");
                    response.getWriter().print("whole");
                })
                .page("/body", (request, response) -> {
                    request.getSession().setAttribute("value", "before");
                    String body = request.getReader().readLine();
                    request.getSession().setAttribute("value", body);
                })
                .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** Looks at the connection each time that something is stored. */
    private <W extends Wire> W watched(W wire) {
        store.before = operation -> {
            if (operation instanceof Operation.Commit || operation instanceof Operation.Create) {
                begun.add(begun(wire));
            }
        };
        return wire;
    }

    private static boolean begun(Wire wire) {
        try {
            return wire.hasBegun();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hints_with_the_cookie_of_a_new_session_leave_after_that_was_stored() throws Exception {
        try (Http2Wire wire = watched(new Http2Wire(node.port()))) {
            wire.send("GET", "/app/hints", Map.of());

            assertThat(begun.poll(10, TimeUnit.SECONDS)).as("before the hints").isFalse();
            assertThat(begun.poll(10, TimeUnit.SECONDS)).as("after them").isTrue();
            assertThat(wire.receive().status()).isEqualTo(200);
        }
    }

    /** HTTP/1.1 sends them with what comes next, or when a buffer is full: that they had to wait is seen by the number of times only. */
    @Test
    void what_is_changed_after_the_hints_is_stored_too() throws Exception {
        try (Http1Wire wire = watched(new Http1Wire(node.port(), "HTTP/1.1"))) {
            wire.send("GET", "/app/hints", Map.of());
            Reply reply = wire.receive();

            assertThat(wire.interim).hasSize(1);
            assertThat(wire.interim.get(0)).contains("103", "JSESSIONID=", "Link");
            assertThat(begun).containsExactly(false, false);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("whole");
            assertThat(store.stored(Wire.cookie(reply), "value")).isEqualTo("after");
        }
    }

    @Test
    void a_client_that_waits_for_100_gets_it_bare_before_anything_is_stored() throws Exception {
        try (Http1Wire wire = watched(new Http1Wire(node.port(), "HTTP/1.1"))) {
            wire.send("POST", "/app/body", Map.of("Expect", "100-continue", "Content-Length", "4"));
            wire.receiveInterim();

            assertThat(wire.interim.get(0)).isEqualTo("HTTP/1.1 100 \r\n\r\n");
            assertThat(begun).isEmpty();
            wire.write("body");
            Reply reply = wire.receive();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(begun).containsExactly(false);
            assertThat(store.stored(Wire.cookie(reply), "value")).isEqualTo("body");
        }
    }
}
