package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a request that only reads encodes what it was handed, to see whether that was changed in place. */
class EncodingCostTest {
    private final TestNode node = TestNode.on(new TestStore());
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Counts how often it is encoded. */
    static final class Counted implements Serializable {
        private static final long serialVersionUID = 1L;
        static final AtomicInteger ENCODED = new AtomicInteger();

        @SuppressWarnings("unused")
        private final int[] content = new int[3];

        private void writeObject(ObjectOutputStream out) throws IOException {
            ENCODED.incrementAndGet();
            out.defaultWriteObject();
        }
    }

    @BeforeEach
    void start() {
        node.page("/begin", (request, response) -> request.getSession().setAttribute("counted", new Counted()))
                .page("/read", (request, response) -> {
                    request.getSession().getAttribute("counted");
                    response.getWriter().print("read");
                })
                .page("/flushed", (request, response) -> {
                    request.getSession().getAttribute("counted");
                    response.getWriter().print("read");
                    response.flushBuffer();
                })
                .page("/slow", (request, response) -> {
                    request.getSession().getAttribute("counted");
                    reached.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private int encodedBy(String page, String cookie) {
        Counted.ENCODED.set(0);
        assertThat(node.get(page, cookie).statusCode()).isEqualTo(200);
        return Counted.ENCODED.get();
    }

    @Test
    void what_was_read_is_encoded_once_by_the_commit_that_looks_whether_it_changed() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        RoamSession session = node.session(cookie);
        node.get("/read", cookie);

        assertThat(TestNode.comesToRest(session)).isTrue();
        assertThat(encodedBy("/read", cookie)).isEqualTo(1);
        assertThat(TestNode.comesToRest(session)).isTrue();
        assertThat(encodedBy("/flushed", cookie))
                .as("once before the first byte, once for what came after")
                .isEqualTo(2);
    }

    @Test
    void a_request_that_is_over_encodes_nothing_more_while_another_goes_on() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        assertThat(TestNode.comesToRest(node.session(cookie))).isTrue();
        CompletableFuture<?> slow = CompletableFuture.runAsync(() -> node.get("/slow", cookie));
        reached.await();
        try {
            assertThat(encodedBy("/read", cookie))
                    .as("twice for one commit: while another request is in, two encodings must agree")
                    .isEqualTo(2);
        } finally {
            released.countDown();
        }
        slow.get(20, TimeUnit.SECONDS);
    }
}
