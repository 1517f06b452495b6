package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionOverNodesTest {
    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);

    @BeforeEach
    void start() {
        for (TestNode node : new TestNode[] {a, b}) {
            node.page("/count", (request, response) -> {
                HttpSession session = request.getSession();
                Integer count = (Integer) session.getAttribute("count");
                int next = count == null ? 1 : count + 1;
                session.setAttribute("count", next);
                AtomicInteger bean = (AtomicInteger) session.getAttribute("bean");
                if (bean == null) {
                    bean = new AtomicInteger();
                    session.setAttribute("bean", bean);
                }
                bean.incrementAndGet();
                response.getWriter().print(next + " " + bean.get() + " " + session.isNew());
            });
            node.page("/peek", (request, response) -> {
                HttpSession session = request.getSession(false);
                response.getWriter().print(session == null ? "none" : session.getAttribute("count"));
            });
            node.page("/logout", (request, response) -> request.getSession().invalidate());
            node.page("/rename", (request, response) -> response.getWriter().print(request.changeSessionId()));
            node.page("/id", (request, response) -> response.getWriter()
                    .print(request.getSession(false).getId()));
            node.page("/renameThenFail", (request, response) -> {
                request.changeSessionId();
                request.getSession().setAttribute("late", 1);
                store.down = true;
            });
            node.start();
        }
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    @Test
    void any_node_serves_the_session() {
        HttpResponse<String> first = a.get("/count", null);
        String cookie = TestNode.newCookie(first);

        assertThat(first.body()).isEqualTo("1 1 true");
        for (int i = 2; i <= 20; i++) {
            TestNode node = i % 2 == 0 ? b : a;
            assertThat(node.get("/count", cookie).body()).isEqualTo(i + " " + i + " false");
        }
    }

    @Test
    void a_session_that_was_invalidated_is_unknown_everywhere() {
        String cookie = TestNode.newCookie(a.get("/count", null));
        b.get("/count", cookie);

        a.get("/logout", cookie);

        assertThat(b.get("/peek", cookie).body()).isEqualTo("none");
        assertThat(a.get("/peek", cookie).body()).isEqualTo("none");
    }

    @Test
    void a_renamed_session_is_unknown_under_its_old_id_and_whole_under_its_new_one() {
        String old = TestNode.newCookie(a.get("/count", null));
        b.get("/count", old);

        HttpResponse<String> renamed = a.get("/rename", old);
        String cookie = TestNode.newCookie(renamed);

        assertThat(cookie).isEqualTo("JSESSIONID=" + renamed.body()).isNotEqualTo(old);
        for (TestNode node : new TestNode[] {a, b, a}) {
            assertThat(node.get("/peek", old).body()).isEqualTo("none");
            assertThat(node.get("/peek", cookie).body()).isEqualTo("2");
            assertThat("JSESSIONID=" + node.get("/id", cookie).body()).isEqualTo(cookie);
        }
        String again = TestNode.newCookie(b.get("/rename", cookie));
        assertThat(a.get("/peek", again).body()).isEqualTo("2");
        assertThat(a.get("/peek", cookie).body()).isEqualTo("none");
    }

    @Test
    void a_user_keeps_the_new_id_of_a_request_that_could_not_be_stored() {
        String old = TestNode.newCookie(a.get("/count", null));

        HttpResponse<String> failed = a.get("/renameThenFail", old);
        store.down = false;

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(a.get("/peek", TestNode.newCookie(failed)).body()).isEqualTo("1");
    }

    @Test
    void a_user_gets_the_new_id_where_it_is_not_known_whether_the_session_has_it() {
        String old = TestNode.newCookie(a.get("/count", null));
        store.before = operation -> store.down |= operation instanceof dev.roam.record.Operation.Rename;

        HttpResponse<String> failed = a.get("/rename", old);
        store.before = operation -> {};
        store.down = false;

        assertThat(failed.statusCode()).isEqualTo(503);
        String cookie = TestNode.newCookie(failed);
        assertThat(a.get("/peek", cookie).body()).isEqualTo("1");
        assertThat(b.get("/peek", cookie).body()).isEqualTo("1");
        assertThat(b.get("/peek", old).body()).isEqualTo("none");
    }

    @Test
    void a_user_keeps_the_old_id_where_the_session_was_certainly_not_renamed() {
        String old = TestNode.newCookie(a.get("/count", null));
        store.down = true;

        HttpResponse<String> failed = a.get("/rename", old);
        store.down = false;

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(TestNode.cookie(failed)).isNull();
        assertThat(a.get("/peek", old).body()).isEqualTo("1");
    }

    @Test
    void a_route_is_added_to_ids_and_any_route_is_accepted() {
        a.tomcat.getEngine().setJvmRoute("left");
        a.context.reload();
        String cookie = TestNode.newCookie(a.get("/count", null));

        assertThat(cookie).endsWith(".left");
        assertThat(b.get("/count", cookie).body()).startsWith("2");
        assertThat(a.get("/count", cookie.replace(".left", ".elsewhere")).body())
                .startsWith("3");
        assertThat(TestNode.newCookie(a.get("/rename", cookie)))
                .endsWith(".left")
                .contains("~");
    }

    @Test
    void a_cookie_with_another_nodes_route_is_replaced_by_one_with_this_nodes_and_stays_good() throws Exception {
        a.tomcat.getEngine().setJvmRoute("node1");
        a.context.reload();
        b.tomcat.getEngine().setJvmRoute("node2");
        b.context.reload();
        String cookie = TestNode.newCookie(a.get("/count", null));
        assertThat(cookie).endsWith(".node1");
        assertThat(TestNode.cookie(a.get("/peek", cookie))).isNull();
        String taken = cookie.replace(".node1", ".node2");
        CyclicBarrier together = new CyclicBarrier(2);
        b.page("/together", (request, response) -> {
            HttpSession session = request.getSession();
            try {
                together.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            response.getWriter().print(session.getId() + " " + session.getAttribute("count"));
        });

        CompletableFuture<HttpResponse<String>> one = CompletableFuture.supplyAsync(() -> b.get("/together", cookie));
        HttpResponse<String> other = b.get("/together", cookie);

        for (HttpResponse<String> response : List.of(one.get(20, TimeUnit.SECONDS), other)) {
            assertThat(TestNode.newCookie(response)).isEqualTo(taken);
            assertThat("JSESSIONID=" + response.body()).isEqualTo(taken + " 1");
        }
        assertThat(TestNode.cookie(b.get("/peek", taken))).isNull();
        assertThat(TestNode.newCookie(b.get("/peek", cookie))).isEqualTo(taken);
        assertThat(TestNode.newCookie(b.get("/rename", cookie)))
                .isNotEqualTo(taken)
                .endsWith(".node2");
        assertThat(b.get("/peek", cookie).body()).isEqualTo("none");
        assertThat(TestNode.cookie(b.get("/peek", cookie))).isNull();
    }
}
