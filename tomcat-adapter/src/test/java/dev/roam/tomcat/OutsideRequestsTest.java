package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.StoreException;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.manager.HTMLManagerServlet;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thread that is in no request (a WebSocket's, one of the application's own) sees what is stored now and stores what it changes at once, also while
 * requests of that session are in, which may last for hours.
 */
class OutsideRequestsTest {
    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void start() {
        for (TestNode node : List.of(a, b)) {
            node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "first"))
                    .page("/set", (request, response) -> request.getSession()
                            .setAttribute("value", request.getParameter("to")))
                    .page("/read", (request, response) -> response.getWriter()
                            .print(request.getSession().getAttribute("value")))
                    .page("/invalidate", (request, response) -> request.getSession()
                            .invalidate())
                    .page("/blocked", (request, response) -> {
                        request.getSession().getAttribute("value");
                        reached.countDown();
                        TestNode.await(released);
                    })
                    .page("/asynchronous", (request, response) -> {
                        request.getSession().getAttribute("value");
                        AsyncContext async = request.startAsync();
                        async.setTimeout(0);
                        new Thread(() -> {
                                    reached.countDown();
                                    TestNode.await(released);
                                    async.complete();
                                })
                                .start();
                    })
                    .page("/asynchronousLate", (request, response) -> {
                        AsyncContext async = request.startAsync();
                        new Thread(() -> {
                                    HttpSession session = request.getSession();
                                    session.getAttribute("value");
                                    store.asked.clear();
                                    for (int i = 0; i < 20; i++) {
                                        session.getAttribute("value");
                                    }
                                    store.down = session.getAttribute("value").equals("fails");
                                    session.setAttribute("value", "late");
                                    async.complete();
                                })
                                .start();
                    })
                    .start();
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        a.close();
        b.close();
    }

    /** The session as somebody on node A holds it, while a request of it is in. */
    private HttpSession heldWhile(String page, String cookie) throws Exception {
        HttpSession held = a.session(cookie).getSession();
        new Thread(() -> a.get(page, cookie)).start();
        TestNode.await(reached);
        return held;
    }

    @Test
    void a_thread_of_no_request_sees_what_another_node_has_stored_while_a_request_is_in() throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        HttpSession held = heldWhile("/blocked", cookie);

        b.get("/set?to=second", cookie);

        assertThat(held.getAttribute("value")).isEqualTo("second");
        b.get("/invalidate", cookie);
        assertThatThrownBy(() -> held.getAttribute("value")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_thread_of_no_request_sees_it_soon_while_an_asynchronous_request_is_in() throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        HttpSession held = heldWhile("/asynchronous", cookie);

        b.get("/set?to=second", cookie);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!"second".equals(held.getAttribute("value")) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(held.getAttribute("value")).isEqualTo("second");
    }

    @Test
    void the_threads_of_an_asynchronous_request_that_did_not_use_its_session_before_ask_for_it_together()
            throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));

        assertThat(a.get("/asynchronousLate", cookie).statusCode()).isEqualTo(200);

        assertThat(store.asked).filteredOn(Operation.Fetch.class::isInstance).hasSizeLessThanOrEqualTo(2);
        assertThat(store.stored(cookie, "value")).isEqualTo("late");
    }

    @Test
    void what_they_cannot_store_is_a_503_and_the_threads_go_on() throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        a.get("/set?to=fails", cookie);

        assertThat(a.get("/asynchronousLate", cookie).statusCode()).isEqualTo(503);

        store.down = false;
        assertThat(store.stored(cookie, "value")).isEqualTo("fails");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blocked", "/asynchronous"})
    void what_a_thread_of_no_request_changes_is_stored_at_once_while_a_request_is_in(String page) throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        HttpSession held = heldWhile(page, cookie);
        Session internal = a.session(cookie);

        held.setAttribute("value", "second");
        assertThat(b.get("/read", cookie).body()).isEqualTo("second");
        held.removeAttribute("value");
        assertThat(b.get("/read", cookie).body()).isEqualTo("null");
        held.setMaxInactiveInterval(77);
        internal.setAuthType("FORM");
        internal.setPrincipal(new GenericPrincipal("ann"));
        SessionRecord record = Objects.requireNonNull(store.records.get(TestStore.key(cookie)));
        assertThat(record.header().maxInactive()).isEqualTo(77);
        assertThat(Objects.requireNonNull(record.header().identity()).name()).isEqualTo("ann");
    }

    @Test
    void a_thread_of_no_request_is_told_that_its_change_cannot_be_stored_and_it_is_stored_later() throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        HttpSession held = heldWhile("/blocked", cookie);
        store.before = operation -> store.down |= operation instanceof Operation.Commit;

        assertThatThrownBy(() -> held.setAttribute("value", "second")).isInstanceOf(StoreException.class);
        store.before = operation -> {};
        store.down = false;
        released.countDown();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!"second".equals(store.stored(cookie, "value")) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(store.stored(cookie, "value")).isEqualTo("second");
    }

    @Test
    void a_thread_of_a_request_asks_no_more_than_before() {
        a.page("/thread", (request, response) -> {
            request.getSession().getAttribute("value");
            AsyncContext async = request.startAsync();
            async.start(() -> {
                for (int i = 0; i < 5; i++) {
                    request.getSession().getAttribute("value");
                }
                async.complete();
            });
        });
        String cookie = TestNode.newCookie(a.get("/begin", null));
        store.asked.clear();

        a.get("/thread", cookie);

        assertThat(store.asked).hasSize(1);
    }

    @Test
    void a_thread_is_of_no_request_any_more_whose_client_has_gone_away() throws Exception {
        AtomicReference<Thread> served = new AtomicReference<>();
        CountDownLatch failed = new CountDownLatch(1);
        a.page("/endless", (request, response) -> {
            served.set(Thread.currentThread());
            request.getSession().getAttribute("value");
            reached.countDown();
            try {
                while (released.getCount() > 0) {
                    response.getOutputStream().write(new byte[100_000]);
                }
            } finally {
                failed.countDown();
            }
        });
        String cookie = TestNode.newCookie(a.get("/begin", null));
        RoamSession session = a.session(cookie);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), a.port())) {
            client.setSoLinger(true, 0);
            client.getOutputStream()
                    .write(("GET /app/endless HTTP/1.1\r\nHost: a\r\nCookie: " + cookie + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            TestNode.await(reached);
        }
        TestNode.await(failed);
        assertThat(TestNode.comesToRest(session)).isTrue();

        assertThat(stateOn(Objects.requireNonNull(served.get()))).isNull();
    }

    /** What a thread of node A's pool takes itself for, when it is free again. */
    private @Nullable RequestState stateOn(Thread thread) throws Exception {
        Executor pool = a.tomcat.getConnector().getProtocolHandler().getExecutor();
        CompletableFuture<Optional<RequestState>> answer = new CompletableFuture<>();
        while (!answer.isDone()) {
            CountDownLatch asked = new CountDownLatch(1);
            pool.execute(() -> {
                if (Thread.currentThread() == thread) {
                    answer.complete(Optional.ofNullable(CurrentRequest.ofThread()));
                }
                asked.countDown();
            });
            TestNode.await(asked);
        }
        return answer.get().orElse(null);
    }

    @Test
    void a_valve_in_front_of_the_application_gets_no_session_under_the_id_that_it_had_before_a_login() {
        for (TestNode node : List.of(a, b)) {
            node.page("/rename", (request, response) -> {
                request.getSession();
                request.changeSessionId();
            });
        }
        String cookie = TestNode.newCookie(a.get("/begin", null));
        b.get("/rename", cookie);
        AtomicBoolean got = new AtomicBoolean(true);
        a.tomcat.getHost().getPipeline().addValve(new ValveBase() {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                got.set(request.getSession(false) != null);
                getNext().invoke(request, response);
            }
        });

        a.get("/read", cookie);

        assertThat(got).isFalse();
    }

    @Test
    void what_the_manager_application_changes_is_stored() throws Exception {
        Context manager = a.tomcat.addContext(
                "/manager", a.tomcat.getServer().getCatalinaBase().toString());
        manager.stop();
        manager.setPrivileged(true);
        manager.start();
        Wrapper servlet = manager.createWrapper();
        servlet.setName("html");
        servlet.setServletClass(HTMLManagerServlet.class.getName());
        manager.addChild(servlet);
        manager.addServletMappingDecoded("/html/*", "html");
        String cookie = TestNode.newCookie(b.get("/begin", null));
        assertThat(a.get("/read", cookie).body()).isEqualTo("first");
        String id = cookie.substring("JSESSIONID=".length());

        manage("action=removeSessionAttribute&attributeName=value&sessionId=" + id);
        assertThat(b.get("/read", cookie).body()).isEqualTo("null");

        manage("action=invalidateSessions&sessionIds=" + id);
        assertThat(store.records.get(TestStore.key(cookie)))
                .extracting(record -> record.state().getClass().getSimpleName())
                .isEqualTo("Ended");
        assertThat(TestNode.cookie(b.get("/read", cookie))).isNotNull().isNotEqualTo(cookie);
    }

    /** What it answers with is a JSP, which is not here. */
    private void manage(String command) {
        a.send("POST", "/../manager/html/sessions?path=/app", null, command);
    }
}
