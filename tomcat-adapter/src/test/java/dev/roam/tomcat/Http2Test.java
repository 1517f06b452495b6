package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same over HTTP/2, whose processors and output buffers live for one stream and whose responses are pooled. */
class Http2Test {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @BeforeEach
    void start() {
        node.tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "0"))
                .page("/small", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.getWriter().print("small");
                })
                .page("/big", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.getOutputStream().write(new byte[100_000]);
                })
                .page("/flushed", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.flushBuffer();
                })
                .page("/asyncBig", (request, response) -> {
                    var async = request.startAsync();
                    async.start(() -> {
                        request.getSession().setAttribute("value", request.getParameter("value"));
                        try {
                            response.getOutputStream().write(new byte[100_000]);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        async.complete();
                    });
                })
                .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private CompletableFuture<HttpResponse<byte[]>> get(String path, String cookie) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + "/app" + path))
                .header("Cookie", cookie)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void changes_are_stored_before_the_response_and_connections_stay_usable() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        for (int i = 0; i < 3; i++) {
            for (String page : new String[] {"/small", "/big", "/flushed", "/asyncBig"}) {
                CountDownLatch held = new CountDownLatch(1);
                CountDownLatch released = new CountDownLatch(1);
                store.before = operation -> {
                    if (operation instanceof Operation.Commit) {
                        held.countDown();
                        await(released);
                    }
                };
                CompletableFuture<HttpResponse<byte[]>> response = get(page + "?value=" + page + i, cookie);
                await(held);
                assertThat(response).isNotDone();
                released.countDown();

                assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                assertThat(response.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(store.stored(cookie, "value")).isEqualTo(page + i);
            }
        }
    }

    @Test
    void a_store_that_is_down_is_a_complete_503() throws Exception {
        for (String page : new String[] {"/small", "/big", "/flushed", "/asyncBig", "/small"}) {
            String cookie = TestNode.newCookie(node.get("/begin", null));
            store.before = operation -> store.down = operation instanceof Operation.Commit;

            HttpResponse<byte[]> response = get(page + "?value=" + page, cookie).get(10, TimeUnit.SECONDS);

            assertThat(response.statusCode()).as(page).isEqualTo(503);
            store.before = operation -> {};
            store.down = false;
            assertThat(get("/small?value=again", cookie)
                            .get(10, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
