package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code locking=session}: requests of one session run one after the other, and each gives the session back, however it ends. */
@Timeout(120)
class LockingTest {
    private static final String APP = "/app";

    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger counting = new AtomicInteger();
    private final CountDownLatch broken = new CountDownLatch(1);
    private final TestNode a = new TestNode("a", records, actions);
    private final TestNode b = new TestNode("b", records, actions);

    @BeforeEach
    void start() throws Exception {
        actions.put("/begin", (request, response) -> request.getSession().setAttribute("count", 0));
        actions.put("/count", this::count);
        actions.put("/read", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute("count")));
        actions.put("/untouched", (request, response) -> response.getWriter().print("untouched"));
        actions.put("/fail", (request, response) -> {
            count(request, response);
            throw new IllegalStateException("the page fails");
        });
        actions.put("/error", (request, response) -> {
            count(request, response);
            response.sendError(418);
        });
        actions.put("/blocked", (request, response) -> {
            count(request, response);
            reached.countDown();
            await(released);
        });
        actions.put("/asynchronous", (request, response) -> {
            count(request, response);
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            new Thread(() -> {
                        await(released);
                        async.complete();
                    })
                    .start();
            reached.countDown();
        });
        actions.put("/endless", (request, response) -> {
            count(request, response);
            try {
                while (true) {
                    response.getOutputStream().write(new byte[1 << 16]);
                }
            } finally {
                broken.countDown();
            }
        });
        locking(a, "10s");
        locking(b, "500ms");
        browser.get(a, APP + "/begin");
    }

    private static void locking(TestNode node, String timeout) throws Exception {
        ServletContextHandler context = node.context(APP);
        context.setAttribute("roam.locking", "session");
        context.setAttribute("roam.lockTimeout", timeout);
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(418, "/count");
        context.setErrorHandler(pages);
        node.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        a.stop();
        b.stop();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads and writes without any synchronisation of its own; fails if another one is between both. */
    private void count(HttpServletRequest request, HttpServletResponse response) {
        int count = (Integer) request.getSession().getAttribute("count");
        if (counting.getAndIncrement() > 0) {
            throw new IllegalStateException("two requests at once");
        }
        request.getSession().setAttribute("count", count + 1);
        counting.decrementAndGet();
    }

    private int status(TestNode node, String page) throws Exception {
        return browser.get(node, APP + page).statusCode();
    }

    private String counted() throws Exception {
        return browser.get(b, APP + "/read").body();
    }

    private CompletableFuture<HttpResponse<String>> begun(TestNode node, String page) {
        return Browser.HTTP.sendAsync(browser.request(node, APP + page).build(), BodyHandlers.ofString());
    }

    @Test
    void parallel_requests_of_one_session_run_one_after_the_other() throws Exception {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            clients.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(begun(a, "/count").join().statusCode()).isEqualTo(200);
                }
            }));
        }
        for (CompletableFuture<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }

        assertThat(counted()).isEqualTo("200");
    }

    @Test
    void a_request_that_waits_for_longer_than_lock_timeout_is_answered_with_503_and_one_without_its_session_is_served()
            throws Exception {
        CompletableFuture<HttpResponse<String>> blocked = begun(a, "/blocked");
        await(reached);

        HttpResponse<String> late = begun(b, "/count").get(20, TimeUnit.SECONDS);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Set-Cookie")).isEmpty();
        for (TestNode node : List.of(a, b)) {
            assertThat(browser.get(node, APP + "/untouched").body()).isEqualTo("untouched");
        }

        released.countDown();
        assertThat(blocked.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(status(b, "/count")).isEqualTo(200);
        assertThat(counted()).isEqualTo("2");
    }

    @Test
    void an_asynchronous_request_keeps_its_turn_until_it_is_complete() throws Exception {
        CompletableFuture<HttpResponse<String>> asynchronous = begun(a, "/asynchronous");
        await(reached);

        assertThat(status(b, "/count")).isEqualTo(503);

        released.countDown();
        assertThat(asynchronous.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(status(b, "/count")).isEqualTo(200);
        assertThat(counted()).isEqualTo("2");
    }

    @Test
    void a_page_that_throws_gives_its_session_back() throws Exception {
        assertThat(status(a, "/fail")).isEqualTo(500);

        assertThat(status(b, "/count")).isEqualTo(200);
        assertThat(counted()).isEqualTo("2");
    }

    @Test
    void an_error_page_runs_in_the_turn_of_its_request_and_gives_the_session_back() throws Exception {
        assertThat(status(a, "/error")).isEqualTo(418);

        assertThat(counted()).isEqualTo("2");
    }

    @Test
    void a_request_whose_client_has_gone_away_gives_its_session_back() throws Exception {
        try (Socket client = new Socket("localhost", a.port())) {
            OutputStream out = client.getOutputStream();
            out.write(
                    ("GET " + APP + "/endless HTTP/1.1\r\nHost: localhost\r\nCookie: " + browser.cookie() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }
        await(broken);

        assertThat(status(a, "/count")).isEqualTo(200);
        assertThat(counted()).isEqualTo("2");
    }
}
