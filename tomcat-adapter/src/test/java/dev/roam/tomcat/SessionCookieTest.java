package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.catalina.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cookie is Tomcat's: what an application says of it counts, and the node that it names is no part of the session. */
class SessionCookieTest {
    private static final int AT_ONCE = 16;

    private final TestStore store = new TestStore();
    private final TestNode a = node("left");
    private final TestNode b = node("right");
    private final Map<String, String> events = new ConcurrentHashMap<>();

    private TestNode node(String route) {
        TestNode node = TestNode.on(store)
                .page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/value", (request, response) -> {
                    HttpSession session = request.getSession();
                    session.setAttribute(String.valueOf(request.getParameter("name")), "set");
                    response.getWriter().print(session.getAttribute("value"));
                })
                .page("/new", (request, response) -> {
                    request.getSession().setAttribute("value", "never stored");
                    store.down = true;
                });
        node.tomcat.getEngine().setJvmRoute(route);
        return node;
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static void configure(Context context) {
        context.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                SessionCookieConfig cookie = context.getServletContext().getSessionCookieConfig();
                cookie.setName("BASKET");
                cookie.setSecure(true);
                cookie.setHttpOnly(false);
                context.setUseHttpOnly(false); // Tomcat's own switch, which stands above the application's
                cookie.setPath("/app/shop");
                cookie.setMaxAge(3600);
            }
        });
    }

    @Test
    void the_cookie_is_as_the_application_configures_it() {
        a.with(SessionCookieTest::configure).start();

        List<String> cookies = a.get("/begin", null).headers().allValues("Set-Cookie");

        assertThat(cookies).hasSize(1);
        assertThat(cookies.get(0))
                .startsWith("BASKET=")
                .contains("; Secure", "; Path=/app/shop", "; Max-Age=3600")
                .doesNotContain("HttpOnly");
    }

    @Test
    void a_session_that_could_not_be_created_leaves_no_cookie_of_that_name_either() {
        a.with(SessionCookieTest::configure).start();

        HttpResponse<String> response = a.get("/new", null);
        store.down = false;

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void all_requests_at_once_that_bring_the_route_of_a_dead_node_find_the_session() throws Exception {
        String cookie = TestNode.newCookie(a.start().get("/begin", null));
        assertThat(cookie).endsWith(".left");
        b.with(this::listen).start();
        a.tomcat.stop();

        ExecutorService browsers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<String>> bodies = IntStream.range(0, 3 * AT_ONCE)
                    .mapToObj(i -> browsers.submit(
                            () -> b.get("/value?name=name" + i, cookie).body()))
                    .toList();
            for (Future<String> body : bodies) {
                assertThat(body.get()).isEqualTo("kept");
            }
        } finally {
            browsers.shutdownNow();
        }

        assertThat(events).isEmpty();
        assertThat(store.records).hasSize(1);
        for (int i = 0; i < 3 * AT_ONCE; i++) {
            assertThat(store.stored(cookie, "name" + i)).isEqualTo("set");
        }
    }

    private void listen(Context context) {
        context.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                context.setApplicationLifecycleListeners(new Object[] {new Listener(events)});
            }
        });
    }

    private record Listener(Map<String, String> events) implements jakarta.servlet.http.HttpSessionListener {
        @Override
        public void sessionCreated(jakarta.servlet.http.HttpSessionEvent event) {
            events.put("created", event.getSession().getId());
        }

        @Override
        public void sessionDestroyed(jakarta.servlet.http.HttpSessionEvent event) {
            events.put("destroyed", event.getSession().getId());
        }
    }
}
