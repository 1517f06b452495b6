package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web applications under one cookie have a session each, under one id: Jetty makes, renews and ends them together, on whichever node. */
@Timeout(60)
class SharedIdsTest {
    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final List<String> destroyed = new CopyOnWriteArrayList<>();
    private final Browser browser = new Browser();
    private final TestNode a = node("a");
    private final TestNode b = node("b");

    private TestNode node(String name) {
        TestNode node = new TestNode(name, records, actions, destroyed("root"));
        node.context("/other", destroyed("other"));
        return node;
    }

    private HttpSessionListener destroyed(String application) {
        return new HttpSessionListener() {
            @Override
            public void sessionDestroyed(HttpSessionEvent event) {
                destroyed.add(application);
            }
        };
    }

    @BeforeEach
    void start() throws Exception {
        actions.put("/begin", (request, response) -> request.getSession()
                .setAttribute("who", "ann of " + request.getServletContext().getContextPath()));
        actions.put("/who", (request, response) -> response.getWriter().print(who(request)));
        actions.put("/login", (request, response) -> request.changeSessionId());
        actions.put("/logout", (request, response) -> request.getSession().invalidate());
        actions.put("/across", (request, response) -> {
            request.getSession()
                    .setAttribute("who", "ann of " + request.getServletContext().getContextPath());
            Objects.requireNonNull(
                            Objects.requireNonNull(request.getServletContext().getContext("/other"))
                                    .getRequestDispatcher("/begin"))
                    .include(request, response);
        });
        a.start();
        b.start();
    }

    @AfterEach
    void stop() throws Exception {
        a.stop();
        b.stop();
    }

    private static String who(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "nobody" : session.getId() + " " + session.getAttribute("who");
    }

    private String id() {
        return browser.cookie().replaceFirst("JSESSIONID=", "").replaceFirst("\\..*", "");
    }

    private void bothAreThere() throws Exception {
        for (TestNode node : List.of(a, b)) {
            assertThat(browser.get(node, "/who").body()).isEqualTo(id() + " ann of ");
            assertThat(browser.get(node, "/other/who").body()).isEqualTo(id() + " ann of /other");
        }
    }

    @Test
    void a_session_of_another_application_gets_the_id_that_the_client_has() throws Exception {
        browser.get(a, "/begin");
        browser.get(b, "/other/begin");

        bothAreThere();
    }

    @Test
    void sessions_that_one_request_makes_in_two_applications_have_one_id() throws Exception {
        browser.get(a, "/across");

        bothAreThere();
    }

    @Test
    void a_login_in_one_gives_both_the_new_id() throws Exception {
        browser.get(a, "/begin");
        browser.get(b, "/other/begin");
        String before = id();

        browser.get(b, "/login");

        assertThat(id()).isNotEqualTo(before);
        bothAreThere();
    }

    @Test
    void the_end_of_one_is_the_end_of_both_once_each() throws Exception {
        browser.get(a, "/begin");
        browser.get(b, "/other/begin");
        String cookie = browser.cookie();

        browser.get(b, "/logout");

        browser.cookie(cookie);
        assertThat(browser.get(a, "/who").body()).isEqualTo("nobody");
        assertThat(browser.get(a, "/other/who").body()).isEqualTo("nobody");
        assertThat(destroyed).containsExactlyInAnyOrder("root", "other");
    }
}
