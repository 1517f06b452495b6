package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that uses a session which is not its own, as a page does that lists the users and bans one of them. */
class SessionsOfOthersTest {
    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);
    private final AtomicReference<HttpSession> others = new AtomicReference<>();
    private final CountDownLatch flushed = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeEach
    void start() {
        for (TestNode node : List.of(a, b)) {
            node.page("/begin", (request, response) -> {
                        request.getSession().setAttribute("value", "first");
                        request.getSession().setAttribute("list", new ArrayList<>(List.of("first")));
                    })
                    .page("/read", (request, response) -> response.getWriter()
                            .print(request.getSession().getAttribute("value")))
                    .page("/list", (request, response) -> response.getWriter()
                            .print(request.getSession().getAttribute("list")))
                    .page("/rename", (request, response) -> {
                        request.getSession();
                        request.changeSessionId();
                    })
                    .page("/blocked", (request, response) -> {
                        request.getSession().getAttribute("value");
                        blocked.countDown();
                        TestNode.await(released);
                    })
                    .page("/set", (request, response) -> {
                        request.getSession().getAttribute("value");
                        other().setAttribute("value", "second");
                        response.flushBuffer();
                        flushed.countDown();
                        TestNode.await(released);
                    })
                    .page("/add", (request, response) -> {
                        add();
                        response.flushBuffer();
                        flushed.countDown();
                        TestNode.await(released);
                    })
                    .page("/addLast", (request, response) -> add())
                    .start();
        }
    }

    @SuppressWarnings("unchecked") // what /begin has put there
    private void add() {
        ((List<String>) other().getAttribute("list")).add("second");
    }

    private HttpSession other() {
        return Objects.requireNonNull(others.get());
    }

    @AfterEach
    void stop() {
        released.countDown();
        a.close();
        b.close();
    }

    /** Another user's session on node A, of which a request is in. */
    private String othersInUse() throws Exception {
        String cookie = TestNode.newCookie(a.get("/begin", null));
        new Thread(() -> a.get("/blocked", cookie)).start();
        TestNode.await(blocked);
        others.set(a.session(cookie).getSession());
        return cookie;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/set", "/add"})
    void what_a_request_changes_in_it_is_stored_before_its_first_byte(String page) throws Exception {
        String cookie = othersInUse();
        String own = TestNode.newCookie(a.get("/begin", null));

        new Thread(() -> a.get(page, own)).start();
        TestNode.await(flushed);

        if (page.equals("/set")) {
            assertThat(b.get("/read", cookie).body()).isEqualTo("second");
        } else {
            assertThat(b.get("/list", cookie).body()).isEqualTo("[first, second]");
        }
    }

    @Test
    void what_a_request_changes_in_it_is_stored_when_it_ends() throws Exception {
        String cookie = othersInUse();

        a.get("/addLast", null);

        assertThat(b.get("/list", cookie).body()).isEqualTo("[first, second]");
    }

    @Test
    void a_request_keeps_its_own_session_that_has_got_another_id_meanwhile() throws Exception {
        String own = TestNode.newCookie(a.get("/begin", null));
        others.set(a.session(TestNode.newCookie(a.get("/begin", null))).getSession());
        a.page("/both", (request, response) -> {
            HttpSession session = request.getSession();
            session.getAttribute("value");
            a.get("/rename", own);
            other().getAttribute("value");
            response.getWriter().print(session.getAttribute("value"));
        });

        assertThat(a.get("/both", own).body()).isEqualTo("first");
    }
}
