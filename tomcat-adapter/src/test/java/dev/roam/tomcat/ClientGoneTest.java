package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that goes away in the middle of a response leaves nothing behind on the processor that served it. */
class ClientGoneTest {
    private static final int TIMES = 20;

    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Semaphore broken = new Semaphore(0);

    @BeforeEach
    void start() {
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", 0))
                .page("/endless", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    try {
                        while (true) {
                            response.getOutputStream().write(Manners.BIG);
                        }
                    } catch (IOException e) {
                        request.getSession().setAttribute("late", request.getParameter("value"));
                        broken.release();
                        throw e;
                    }
                });
        node.stockContext().start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void what_is_served_next_asks_nothing_of_roam_and_what_was_changed_is_stored() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        for (int i = 0; i < TIMES; i++) {
            String value = Integer.toString(i);
            try (Wire wire = Protocol.HTTP_1_1.connect(node.port())) {
                wire.send("GET", "/app/endless?value=" + value, Map.of("Cookie", cookie));
                while (!wire.hasBegun()) {
                    Thread.onSpinWait();
                }
                assertThat(store.stored(cookie, "value")).isEqualTo(value);
            }
            assertThat(broken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(TestNode.comesToRest(node.session(cookie))).isTrue();
            assertThat(store.stored(cookie, "late")).isEqualTo(value);

            store.asked.clear();
            try (Wire wire = Protocol.HTTP_1_1.connect(node.port())) {
                wire.send("GET", "/stock/page", Map.of());
                Wire.Reply reply = wire.receive();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).hasSize(Manners.BIG.length);
            }
            assertThat(store.asked).isEmpty();
        }
    }
}
