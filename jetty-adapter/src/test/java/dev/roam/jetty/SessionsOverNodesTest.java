package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Jettys with one application share its sessions: the promises, as far as one JVM can show them. */
@Timeout(60)
class SessionsOverNodesTest {
    /** What happened to sessions and values, anywhere in this JVM. Static: values that are decoded must find it. */
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();

    @SuppressWarnings("NullAway.Init")
    private TestNode a;

    @SuppressWarnings("NullAway.Init")
    private TestNode b;

    @BeforeEach
    void start() throws Exception {
        EVENTS.clear();
        a = new TestNode("a", records, actions, new Destroyed("a")).start();
        b = new TestNode("b", records, actions, new Destroyed("b")).start();
        on("/untouched", (request, response) -> response.getWriter().print("hello"));
        on("/begin", (request, response) -> request.getSession().setAttribute("who", "ann"));
        on("/who", (request, response) -> response.getWriter().print(who(request)));
    }

    @AfterEach
    void stop() throws Exception {
        a.stop();
        b.stop();
    }

    private void on(String path, TestNode.Action action) {
        actions.put(path, action);
    }

    private static String who(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "nobody" : String.valueOf(session.getAttribute("who"));
    }

    @Test
    void requests_that_alternate_between_nodes_count_exactly() throws Exception {
        on("/count", (request, response) -> {
            HttpSession session = request.getSession();
            boolean isNew = session.isNew();
            Integer count = (Integer) session.getAttribute("count");
            session.setAttribute("count", count == null ? 1 : count + 1);
            response.getWriter().print(session.getAttribute("count") + (isNew ? " new" : ""));
        });

        assertThat(browser.get(a, "/count").body()).isEqualTo("1 new");
        for (int i = 2; i <= 20; i++) {
            assertThat(browser.get(i % 2 == 0 ? b : a, "/count").body()).isEqualTo("" + i);
        }
    }

    @Test
    void a_request_that_does_not_touch_its_session_costs_no_store_operation() throws Exception {
        browser.get(a, "/begin");
        records.forgetOperations();

        assertThat(browser.get(a, "/untouched").body()).isEqualTo("hello");
        assertThat(browser.get(b, "/untouched").body()).isEqualTo("hello");
        assertThat(records.operations()).isEmpty();

        assertThat(browser.get(b, "/who").body()).isEqualTo("ann");
        assertThat(records.operations()).containsExactly("Fetch");
    }

    @Test
    void a_change_is_seen_on_the_other_node_once_the_first_byte_is_out() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        on("/flush", (request, response) -> {
            request.getSession().setAttribute("who", "bob");
            response.getWriter().print("first");
            response.flushBuffer();
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
        });
        browser.get(a, "/begin");

        HttpResponse<InputStream> response =
                Browser.HTTP.send(browser.request(a, "/flush").build(), BodyHandlers.ofInputStream());
        String read = browser.get(b, "/who").body();
        seen.countDown();

        assertThat(read).isEqualTo("bob");
        try (InputStream body = response.body()) {
            assertThat(body.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("first");
        }
    }

    @Test
    void a_change_in_place_after_the_first_byte_is_stored_before_the_request_ends() throws Exception {
        on("/begin", (request, response) -> request.getSession().setAttribute("who", new int[] {1}));
        on("/late", (request, response) -> {
            int[] who = Objects.requireNonNull((int[]) request.getSession().getAttribute("who"));
            response.flushBuffer();
            who[0] = 2;
        });
        on("/who", (request, response) -> response.getWriter()
                .print(((int[]) request.getSession().getAttribute("who"))[0]));
        browser.get(a, "/begin");
        browser.get(a, "/late");

        assertThat(browser.get(b, "/who").body()).isEqualTo("2");
    }

    @Test
    void an_invalidated_session_is_gone_on_the_other_node_and_its_events_fire_once() throws Exception {
        on("/begin", (request, response) -> request.getSession().setAttribute("value", new Value("value")));
        on("/logout", (request, response) -> request.getSession().invalidate());
        on("/who", (request, response) -> response.getWriter().print(request.getSession(false) == null));
        browser.get(a, "/begin");
        assertThat(browser.get(b, "/who").body()).isEqualTo("false");
        String cookie = browser.cookie();
        records.forgetOperations();

        browser.get(a, "/logout");
        assertThat(records.operations()).containsExactly("Fetch", "Claim", "Drop");
        browser.cookie(cookie);

        assertThat(browser.get(b, "/who").body()).isEqualTo("true");
        assertThat(browser.get(a, "/who").body()).isEqualTo("true");
        assertThat(endings()).containsExactly("destroyed on a with value", "unbound value");
    }

    @Test
    void a_session_that_timed_out_ends_once_with_its_values_readable() throws Exception {
        on("/begin", (request, response) -> request.getSession().setAttribute("value", new Value("value")));
        browser.get(a, "/begin");
        browser.get(b, "/untouched");

        while (endings().size() < 2) {
            // Again and again: the use on b is reported in its own time, and counts.
            records.advance(TimeUnit.SECONDS.toMillis(10));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(browser.get(b, "/who").body()).isEqualTo("nobody");

        assertThat(endings()).hasSize(2).element(0).asString().matches("destroyed on . with value");
        assertThat(endings()).element(1).isEqualTo("unbound value");
    }

    @Test
    void a_renamed_session_keeps_unsaved_changes_and_is_unknown_under_its_old_id() throws Exception {
        on("/login", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("who", "bob");
            response.getWriter()
                    .print(request.changeSessionId().equals(session.getId()) + " " + session.getAttribute("who"));
        });
        browser.get(a, "/begin");
        browser.get(b, "/who"); // b has a copy under the old id
        Browser fixed = new Browser();
        fixed.cookie(browser.cookie());

        assertThat(browser.get(a, "/login").body()).isEqualTo("true bob");
        assertThat(browser.cookie()).isNotEqualTo(fixed.cookie());

        for (TestNode node : List.of(b, a)) {
            String old = fixed.cookie();
            fixed.get(node, "/untouched");
            assertThat(fixed.cookie())
                    .as("the old id is not answered with the new one")
                    .doesNotContain("~");
            assertThat(fixed.get(node, "/who").body()).isEqualTo("nobody");
            fixed.cookie(old);
            assertThat(browser.get(node, "/who").body()).isEqualTo("bob");
        }
    }

    @Test
    void a_session_that_gets_another_id_in_the_request_that_makes_it_is_had_under_that_one() throws Exception {
        on("/login", (request, response) -> {
            HttpSession session = request.getSession();
            request.changeSessionId();
            session.setAttribute("who", "bob");
            response.getWriter().print(session.getId());
        });

        String id = browser.get(a, "/login").body();

        assertThat(browser.cookie()).contains(id);
        assertThat(browser.get(b, "/who").body()).isEqualTo("bob");
    }

    @Test
    void a_request_with_the_old_id_does_not_take_the_session_from_one_with_the_new_id() throws Exception {
        on("/login", (request, response) -> request.changeSessionId());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch renamed = new CountDownLatch(1);
        on("/slow", (request, response) -> {
            entered.countDown();
            assertThat(renamed.await(20, TimeUnit.SECONDS)).isTrue();
            response.getWriter().print(who(request));
        });
        browser.get(b, "/begin");
        var slow = Browser.HTTP.sendAsync(browser.request(b, "/slow").build(), BodyHandlers.ofString());
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        browser.get(a, "/login");
        String who = browser.get(b, "/who").body();
        renamed.countDown();

        assertThat(who).isEqualTo("ann");
        assertThat(slow.get(20, TimeUnit.SECONDS).body())
                .as("it had not opened the session before it was renamed")
                .isEqualTo("nobody");
        assertThat(browser.get(b, "/who").body()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"small", "big", "flush", "redirect", "error", "throw", "async", "create", "rename", "invalidate"
            })
    void a_store_that_fails_answers_503_and_leaves_the_cookie_alone(String how) throws Exception {
        on("/change", (request, response) -> {
            if (!how.equals("create")) {
                request.getSession().setAttribute("who", "bob");
            }
            records.unreachable(true);
            switch (how) {
                case "small" -> response.getWriter().print("done");
                case "big" -> response.getWriter().print("done".repeat(100_000));
                case "flush" -> {
                    response.flushBuffer();
                    response.getWriter().print("done");
                }
                case "redirect" -> response.sendRedirect("/who");
                case "error" -> response.sendError(404);
                case "throw" -> throw new IllegalStateException("thrown by a test");
                case "create" -> request.getSession(true);
                case "rename" -> request.changeSessionId();
                case "invalidate" -> request.getSession().invalidate();
                default -> {
                    AsyncContext async = request.startAsync();
                    async.start(async::complete);
                }
            }
        });
        browser.get(a, "/begin");

        HttpResponse<String> failed = browser.get(b, "/change");
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.body()).contains("cannot be reached");
        if (how.equals("rename")) {
            // Sent and not answered: the session will be had under the new id alone.
            assertThat(failed.headers().allValues("Set-Cookie"))
                    .singleElement()
                    .asString()
                    .contains("~");
        } else {
            assertThat(failed.headers().allValues("Set-Cookie")).isEmpty();
        }

        records.unreachable(false);
        assertThat(browser.get(b, "/who").body()).isIn("ann", "bob");
        assertThat(browser.get(a, "/who").body()).isIn("ann", "bob");
    }

    @Test
    void a_stale_cookie_beside_the_live_one_does_not_hide_the_session() throws Exception {
        browser.get(a, "/begin");
        String live = browser.cookie();

        for (String cookies : List.of("JSESSIONID=stale; " + live, live + "; JSESSIONID=stale")) {
            browser.cookie(cookies);
            assertThat(browser.get(b, "/who").body()).isEqualTo("ann");
        }
    }

    @Test
    void only_values_that_are_read_are_activated() throws Exception {
        on("/begin", (request, response) -> {
            request.getSession().setAttribute("one", new Value("one"));
            request.getSession().setAttribute("two", new Value("two"));
        });
        on("/one", (request, response) -> request.getSession().getAttribute("one"));
        browser.get(a, "/begin");
        assertThat(EVENTS).containsOnly("passivating one", "passivating two");
        EVENTS.clear();

        browser.get(b, "/one");
        assertThat(EVENTS).containsSubsequence("decoded one", "activated one").doesNotContain("decoded two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", ".b", ".tomcat7"})
    void an_id_is_accepted_whatever_node_or_container_its_suffix_names_and_no_hop_sets_a_cookie(String suffix)
            throws Exception {
        browser.get(a, "/begin");
        String id = browser.cookie().replaceFirst("\\.a$", "");

        browser.cookie(id + suffix);
        for (TestNode node : List.of(a, b, a, b)) {
            HttpResponse<String> response = browser.get(node, "/who");
            assertThat(response.body()).isEqualTo("ann");
            assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void a_login_sets_one_cookie_which_no_other_request_of_the_session_is_sent() throws Exception {
        on("/login", (request, response) -> request.changeSessionId());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch renamed = new CountDownLatch(1);
        on("/slow", (request, response) -> {
            response.getWriter().print(who(request));
            entered.countDown();
            assertThat(renamed.await(20, TimeUnit.SECONDS)).isTrue();
        });
        browser.get(a, "/begin");
        var slow = Browser.HTTP.sendAsync(browser.request(a, "/slow").build(), BodyHandlers.ofString());
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        HttpResponse<String> login = browser.get(a, "/login");
        renamed.countDown();

        assertThat(login.headers().allValues("Set-Cookie")).hasSize(1);
        HttpResponse<String> other = slow.get(20, TimeUnit.SECONDS);
        assertThat(other.body()).isEqualTo("ann");
        assertThat(other.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void a_new_session_has_an_id_that_its_node_owns() throws Exception {
        records.owned(key -> key.endsWith("3"));
        browser.get(a, "/begin");

        assertThat(browser.cookie()).endsWith("3.a");
    }

    @Test
    void a_stale_cookie_leads_to_a_new_session_at_the_cost_of_one_look_and_one_create() throws Exception {
        browser.cookie("JSESSIONID=stale");
        browser.get(a, "/begin");

        assertThat(records.operations()).containsExactly("Fetch", "Create");
        assertThat(browser.get(b, "/who").body()).isEqualTo("ann");
    }

    @Test
    void requests_of_one_node_share_the_session_object() throws Exception {
        List<HttpSession> sessions = new CopyOnWriteArrayList<>();
        on("/keep", (request, response) -> sessions.add(request.getSession()));
        browser.get(a, "/begin");
        browser.get(b, "/keep");
        browser.get(b, "/keep");

        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0)).isSameAs(sessions.get(1));
    }

    private static List<String> endings() {
        return EVENTS.stream()
                .filter(event -> event.matches("destroyed.*|unbound.*"))
                .toList();
    }

    /** A value that tells what happens to it. */
    private static final class Value
            implements Serializable, HttpSessionBindingListener, HttpSessionActivationListener {
        private static final long serialVersionUID = 1;

        private final String name;

        Value(String name) {
            this.name = name;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            EVENTS.add("decoded " + name);
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            EVENTS.add("unbound " + name);
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            EVENTS.add("activated " + name);
        }

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            EVENTS.add("passivating " + name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Notes which node ends a session, and that its values can be read then. */
    private record Destroyed(String node) implements HttpSessionListener {
        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            EVENTS.add("destroyed on " + node + " with " + event.getSession().getAttribute("value"));
        }
    }
}
