package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.SessionRecord;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code locking=session}: requests of one session run one after the other, and each gives the session back, however it ends. */
@Timeout(120)
class LockingTest {
    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger counting = new AtomicInteger();
    private final Semaphore broken = new Semaphore(0);
    private String cookie = "";

    @BeforeEach
    void start() {
        for (TestNode node : List.of(a, b)) {
            node.manager().setLocking("session");
            node.manager().setLockTimeout(node == a ? "10s" : "500ms");
            node.page("/begin", (request, response) -> request.getSession().setAttribute("count", 0))
                    .page("/count", this::count)
                    .page("/untouched", (request, response) -> response.getWriter()
                            .print("untouched"))
                    .page("/fail", (request, response) -> {
                        count(request, response);
                        throw new IllegalStateException("the page fails");
                    })
                    .page("/error", (request, response) -> {
                        count(request, response);
                        response.sendError(418);
                    })
                    .page("/errorPage", this::count)
                    .page("/blocked", (request, response) -> {
                        count(request, response);
                        reached.countDown();
                        TestNode.await(released);
                    })
                    .page("/asynchronous", (request, response) -> {
                        count(request, response);
                        AsyncContext async = request.startAsync();
                        async.setTimeout(0);
                        new Thread(() -> {
                                    TestNode.await(released);
                                    async.complete();
                                })
                                .start();
                        reached.countDown();
                    })
                    .page("/endless", (request, response) -> {
                        count(request, response);
                        try {
                            while (true) {
                                response.getOutputStream().write(Manners.BIG);
                            }
                        } finally {
                            broken.release();
                        }
                    });
            ErrorPage page = new ErrorPage();
            page.setErrorCode(418);
            page.setLocation("/errorPage");
            node.with(context -> context.addErrorPage(page)).start();
        }
        cookie = TestNode.newCookie(a.get("/begin", null));
    }

    @AfterEach
    void stop() {
        released.countDown();
        a.close();
        b.close();
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

    private boolean isLocked() {
        SessionRecord record = Objects.requireNonNull(store.records.get(TestStore.key(cookie)));
        return record.turns().holder() != null;
    }

    private CompletableFuture<HttpResponse<String>> begun(TestNode node, String page) {
        return CompletableFuture.supplyAsync(() -> node.get(page, cookie));
    }

    @Test
    void parallel_requests_of_one_session_run_one_after_the_other() throws Exception {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            clients.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(a.get("/count", cookie).statusCode()).isEqualTo(200);
                }
            }));
        }
        for (CompletableFuture<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }

        assertThat(store.stored(cookie, "count")).isEqualTo(200);
    }

    @Test
    void a_session_is_free_when_the_response_has_arrived() {
        assertThat(a.get("/count", cookie).statusCode()).isEqualTo(200);

        assertThat(isLocked()).isFalse();
    }

    @Test
    void a_request_that_waits_for_longer_than_lock_timeout_is_answered_with_503_and_one_without_its_session_is_served()
            throws Exception {
        CompletableFuture<HttpResponse<String>> blocked = begun(a, "/blocked");
        TestNode.await(reached);

        HttpResponse<String> late = b.get("/count", cookie);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(TestNode.cookie(late)).isNull();
        for (TestNode node : List.of(a, b)) {
            assertThat(node.get("/untouched", cookie).body()).isEqualTo("untouched");
        }

        released.countDown();
        assertThat(blocked.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(b.get("/count", cookie).statusCode()).isEqualTo(200);
        assertThat(store.stored(cookie, "count")).isEqualTo(2);
    }

    @Test
    void an_asynchronous_request_keeps_its_turn_until_it_is_complete() throws Exception {
        CompletableFuture<HttpResponse<String>> asynchronous = begun(a, "/asynchronous");
        TestNode.await(reached);

        assertThat(b.get("/count", cookie).statusCode()).isEqualTo(503);

        released.countDown();
        assertThat(asynchronous.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(isLocked()).isFalse();
        assertThat(b.get("/count", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void a_page_that_throws_gives_its_session_back() {
        assertThat(a.get("/fail", cookie).statusCode()).isEqualTo(500);

        assertThat(isLocked()).isFalse();
        assertThat(b.get("/count", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void an_error_page_runs_in_the_turn_of_its_request_and_gives_the_session_back() {
        assertThat(a.get("/error", cookie).statusCode()).isEqualTo(418);

        assertThat(store.stored(cookie, "count")).isEqualTo(2);
        assertThat(isLocked()).isFalse();
    }

    @Test
    void a_request_whose_client_has_gone_away_gives_its_session_back() throws Exception {
        try (Wire wire = Protocol.HTTP_1_1.connect(a.port())) {
            wire.send("GET", "/app/endless", Map.of("Cookie", cookie));
            while (!wire.hasBegun()) {
                Thread.onSpinWait();
            }
        }
        assertThat(broken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        assertThat(a.get("/count", cookie).statusCode()).isEqualTo(200);
        assertThat(store.stored(cookie, "count")).isEqualTo(2);
    }
}
