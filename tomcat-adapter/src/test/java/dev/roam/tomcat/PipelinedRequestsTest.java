package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are sent before the response to the one before has come: one processor serves them, one after the other. */
class PipelinedRequestsTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final BlockingQueue<String> reached = new LinkedBlockingQueue<>();
    private final Semaphore released = new Semaphore(0);

    @BeforeEach
    void start() {
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "0"))
                .page("/set", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.getWriter().print("answer to " + request.getParameter("value"));
                })
                .start();
    }

    @AfterEach
    void stop() {
        released.release(10);
        node.close();
    }

    @Test
    void they_are_answered_in_order_and_each_is_stored_before_its_first_byte() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        store.before = operation -> {
            if (operation instanceof Operation.Commit) {
                reached.add("a commit");
                released.acquireUninterruptibly();
            }
        };
        try (Http1Wire wire = new Http1Wire(node.port(), "HTTP/1.1")) {
            wire.sendAtOnce(List.of("/app/set?value=first", "/app/set?value=second", "/app/set?value=third"), cookie);
            for (String value : List.of("first", "second", "third")) {
                assertThat(reached.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(wire.hasBegun()).as("a byte before it was stored").isFalse();
                released.release();
                Reply reply = wire.receive();

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("answer to " + value);
                assertThat(store.stored(cookie, "value")).isEqualTo(value);
            }
            assertThat(reached).isEmpty();
        }
    }
}
