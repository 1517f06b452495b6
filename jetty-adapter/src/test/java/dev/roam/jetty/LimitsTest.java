package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.WorkingCopy;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.security.authentication.LoginAuthenticator.UserAuthenticationSucceeded;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that want more than the options allow, and what a session says of its end. */
@Timeout(60)
class LimitsTest {
    private static final String LARGE = "x".repeat(2_000);

    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private TestNode node = new TestNode("a", records, actions, new Listener());

    @BeforeEach
    void pages() {
        actions.put("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"));
        actions.put("/large", (request, response) -> {
            request.getSession().setAttribute("value", "lost");
            request.getSession().setAttribute("picture", LARGE);
            response.getWriter().print("stored");
        });
        actions.put("/read", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session == null ? "nobody" : session.getAttribute("value"));
        });
    }

    @AfterEach
    void stop() throws Exception {
        node.stop();
    }

    private void start(String option, String value) throws Exception {
        ServletContextHandler context = node.context("/app");
        context.setAttribute("roam." + option, value);
        node.start();
    }

    @Test
    void what_is_too_large_fails_the_request_with_a_whole_500_and_nothing_is_stored() throws Exception {
        start("maxAttributeBytes", "1000");
        browser.get(node, "/app/begin");

        HttpResponse<String> response = browser.get(node, "/app/large");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("What was to be kept in the session is more than allowed.\n");
        // As long as it is in, and it is for a moment after its answer, it fails all requests of its session on this
        // node.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        HttpResponse<String> next = browser.get(node, "/app/read");
        while (next.statusCode() == 500 && System.nanoTime() - end < 0) {
            next = browser.get(node, "/app/read");
        }
        assertThat(next.body()).isEqualTo("kept");
    }

    @Test
    void a_new_session_that_is_too_large_is_not_made_and_brings_no_cookie() throws Exception {
        start("maxSessionBytes", "1000");

        HttpResponse<String> response = browser.get(node, "/app/large");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(records.wereSent("lost")).isFalse();
    }

    @Test
    void where_there_are_as_many_sessions_as_allowed_the_application_is_told() throws Exception {
        start("maxClusterSessions", "1");
        actions.put("/coping", (request, response) -> {
            try {
                request.getSession();
            } catch (IllegalStateException e) {
                response.getWriter().print(e.getMessage());
            }
        });
        browser.get(node, "/app/begin");

        String answer = "";
        long end = System.nanoTime() + 20_000_000_000L;
        while (answer.isEmpty() && System.nanoTime() < end) { // a count may have missed what was not stored yet
            answer = new Browser().get(node, "/app/coping").body();
        }
        assertThat(answer).contains("maxClusterSessions");
        assertThat(new Browser().get(node, "/app/begin").statusCode()).isEqualTo(500);
        assertThat(browser.get(node, "/app/read").body()).isEqualTo("kept");
    }

    @Test
    void a_login_that_is_refused_and_that_nobody_copes_with_is_answered_with_403() throws Exception {
        node = new TestNode("a", refusingLogins(records), actions);
        actions.put("/login", (request, response) -> login(request.getSession()));
        actions.put("/coping", (request, response) -> {
            try {
                login(request.getSession());
            } catch (LimitException e) {
                response.getWriter()
                        .print(e.option() + " " + request.getSession().getAttribute(Login.ATTRIBUTE));
            }
        });
        node.start();
        browser.get(node, "/begin");

        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(403);
        assertThat(browser.get(node, "/coping").body()).isEqualTo("maxSessionsPerUser null");
        assertThat(browser.get(node, "/read").body()).isEqualTo("kept");
    }

    /** As Jetty's authenticators do. */
    private static void login(HttpSession session) {
        UserIdentity ann = UserIdentity.from(new Subject(), new UserPrincipal("ann", null), "shopper");
        session.setAttribute(Login.ATTRIBUTE, new UserAuthenticationSucceeded("FORM", ann));
    }

    private static SessionCacheFactory refusingLogins(SharedRecords records) {
        return manager -> new RoamSessionCache(
                manager, (own, name, container) -> TestNode.sessions(records, own, name, refusing(container)));
    }

    @SuppressWarnings("unchecked") // as the interfaces say
    private static Container<RoamSession> refusing(Container<RoamSession> container) {
        return (Container<RoamSession>) Proxy.newProxyInstance(
                Container.class.getClassLoader(),
                new Class<?>[] {Container.class},
                (proxy, method, arguments) -> method.getName().equals("newSession")
                        ? container.newSession(refusing((WorkingCopy<RoamSession>) arguments[0]))
                        : invoked(container, method, arguments));
    }

    @SuppressWarnings("unchecked") // as the interface says
    private static WorkingCopy<RoamSession> refusing(WorkingCopy<RoamSession> copy) {
        return (WorkingCopy<RoamSession>) Proxy.newProxyInstance(
                WorkingCopy.class.getClassLoader(), new Class<?>[] {WorkingCopy.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("identity") && arguments != null && arguments[0] instanceof Identity) {
                        throw new LimitException("maxSessionsPerUser", "ann has as many sessions as she may");
                    }
                    return invoked(copy, method, arguments);
                });
    }

    private static @Nullable Object invoked(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void while_its_last_events_are_fired_a_session_says_why_it_ends_and_at_no_other_time() throws Exception {
        actions.put("/cause", (request, response) -> response.getWriter()
                .print(request.getSession().getAttribute(Ending.CAUSE_ATTRIBUTE)));
        actions.put("/end", (request, response) -> request.getSession().invalidate());
        node.start();
        browser.get(node, "/begin");
        assertThat(browser.get(node, "/cause").body()).isEqualTo("null");

        browser.get(node, "/end");

        assertThat(told).containsExactly("destroyed invalidated", "removed invalidated");
        assertThat(records.wereSent(Ending.CAUSE_ATTRIBUTE)).isFalse();
    }

    @Test
    void a_timeout_that_a_page_sets_is_every_nodes() throws Exception {
        actions.put("/set", (request, response) -> request.getSession()
                .setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds"))));
        actions.put("/get", (request, response) -> response.getWriter()
                .print(request.getSession().getMaxInactiveInterval()));
        TestNode other = new TestNode("b", records, actions).start();
        node.start();
        browser.get(node, "/begin");
        for (String seconds : List.of("5", "7200", "0", "-1")) {
            browser.get(node, "/set?seconds=" + seconds);

            assertThat(browser.get(other, "/get").body()).isEqualTo(seconds);
        }
        other.stop();
    }

    private final class Listener implements HttpSessionListener, HttpSessionAttributeListener {
        private String cause(HttpSession session) {
            return " " + session.getAttribute(Ending.CAUSE_ATTRIBUTE);
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            boolean listed =
                    Collections.list(event.getSession().getAttributeNames()).contains(Ending.CAUSE_ATTRIBUTE);
            told.add("destroyed" + cause(event.getSession()) + (listed ? " listed" : ""));
        }

        @Override
        public void attributeRemoved(HttpSessionBindingEvent event) {
            told.add("removed" + cause(event.getSession()));
        }
    }
}
