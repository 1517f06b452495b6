package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two contexts of a host whose sessions have one id: they share a cookie, or one includes the other. */
class SharedIdTest {
    private final TestStore store = new TestStore();
    private final TestStore secondStore = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Context second = node.tomcat.addContext(
            "/two", node.tomcat.getServer().getCatalinaBase().toString());

    /** Answers how often the session of the second context was there. */
    private static final class Counter extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            HttpSession session = request.getSession();
            @SuppressWarnings("unchecked")
            List<String> seen = (List<String>) session.getAttribute("seen");
            List<String> next = seen == null ? new ArrayList<>() : seen;
            next.add("x");
            session.setAttribute("seen", next);
            response.getWriter().print(next.size());
        }
    }

    @BeforeEach
    void start() {
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/login", (request, response) -> request.login("ann", "secret"))
                .page("/portal", (request, response) -> request.getServletContext()
                        .getContext("/two")
                        .getRequestDispatcher("/x")
                        .include(request, response));
        node.tomcat.addUser("ann", "secret");
        node.tomcat.addRole("ann", "buyer");
        second.setManager(TestNode.manager(secondStore));
        second.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                Tomcat.addServlet(second, "counter", new Counter());
                second.addServletMappingDecoded("/*", "counter");
            }
        });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String askedOfSecond(String page, String cookie) {
        secondStore.asked.clear();
        String body = node.get(page, cookie).body();
        assertThat(secondStore.asked).as(page).hasSizeLessThanOrEqualTo(6);
        return body;
    }

    private void aLoginInOneBeginsAnewInTheOther(String page) {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        assertThat(askedOfSecond(page, cookie)).isEqualTo("1");
        assertThat(askedOfSecond(page, cookie)).isEqualTo("2");

        String once = TestNode.newCookie(node.get("/login", cookie));
        assertThat(askedOfSecond(page, once)).isEqualTo("1");
        assertThat(askedOfSecond(page, once)).isEqualTo("2");
        assertThat(secondStore.records).hasSize(1);

        second.reload(); // the sessions are no longer in this node's memory
        assertThat(askedOfSecond(page, once)).isEqualTo("3");
    }

    @Test
    void a_login_in_one_context_begins_a_session_anew_in_another_with_the_same_cookie() {
        node.context.setSessionCookiePath("/");
        second.setSessionCookiePath("/");
        node.start();

        aLoginInOneBeginsAnewInTheOther("/../two/x");
    }

    @Test
    void a_login_in_one_context_begins_a_session_anew_in_another_that_it_includes() {
        node.context.setCrossContext(true);
        node.start();

        aLoginInOneBeginsAnewInTheOther("/portal");
    }

    @Test
    void a_record_that_this_node_has_never_seen_makes_room_too() {
        node.context.setSessionCookiePath("/");
        second.setSessionCookiePath("/");
        node.start();
        String cookie = TestNode.newCookie(node.get("/begin", null));
        node.get("/../two/x", cookie);
        String in = TestNode.newCookie(node.get("/login", cookie));
        second.reload();

        assertThat(askedOfSecond("/../two/x", in)).isEqualTo("1");
        assertThat(askedOfSecond("/../two/x", in)).isEqualTo("2");
    }
}
