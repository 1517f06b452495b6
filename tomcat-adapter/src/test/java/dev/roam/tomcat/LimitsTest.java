package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.LimitException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.core.StandardContext;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that want more than the options allow. */
class LimitsTest {
    private static final String LARGE = "x".repeat(2_000);

    private final TestStore store = new TestStore();
    private TestNode node = TestNode.on(store);

    @AfterEach
    void stop() {
        node.close();
    }

    private void start() {
        node.manager().setMaxAttributeBytes("1000");
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/large", (request, response) -> {
                    request.getSession().setAttribute("value", "lost");
                    request.getSession().setAttribute("picture", LARGE);
                    response.getWriter().print("welcome");
                })
                .page("/flushed", (request, response) -> {
                    request.getSession().setAttribute("picture", LARGE);
                    response.getWriter().print("welcome");
                    response.flushBuffer();
                })
                .page("/async", (request, response) -> {
                    request.getSession().setAttribute("picture", LARGE);
                    AsyncContext context = request.startAsync();
                    context.start(context::complete);
                })
                .page("/oops", (request, response) -> response.getWriter()
                        .print("page for " + request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE)))
                .start();
    }

    @Test
    void what_is_too_large_fails_the_request_with_a_whole_500_and_nothing_is_stored() throws Exception {
        start();
        String cookie = TestNode.newCookie(node.get("/begin", null));
        for (String page : List.of("/large", "/flushed", "/async")) {
            try (RoamsLog log = new RoamsLog()) {
                HttpResponse<String> response = node.get(page, cookie);

                assertThat(response.statusCode()).as(page).isEqualTo(500);
                assertThat(response.body()).doesNotContain("welcome");
                assertThat(log.warningsOfRequests()).as(page).hasSize(1);
                assertThat(log.warningsOfRequests().get(0).getParameters()[2].toString())
                        .contains("picture", "maxAttributeBytes", "1000");
            }
            assertThat(store.stored(cookie, "value")).isEqualTo("kept");
            assertThat(store.stored(cookie, "picture")).isNull();
            // As long as it is in, it fails all requests of its session on this node.
            assertThat(TestNode.comesToRest(node.session(cookie))).as(page).isTrue();
        }
        assertThat(node.get("/begin", cookie).statusCode()).as("the next one").isEqualTo(200);
    }

    @Test
    void a_new_session_that_is_too_large_is_not_made_and_brings_no_cookie() {
        start();

        HttpResponse<String> response = node.get("/large", null);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(TestNode.cookie(response)).isNull();
        assertThat(store.records).isEmpty();
    }

    @Test
    void the_application_shows_its_page_for_the_exception() {
        ErrorPage page = new ErrorPage();
        page.setExceptionType(LimitException.class.getName());
        page.setLocation("/oops");
        node.with(context -> context.addErrorPage(page));
        start();

        HttpResponse<String> response = node.get("/large", null);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("page for class " + LimitException.class.getName());
    }

    @Test
    void where_there_are_as_many_sessions_as_allowed_none_is_made() {
        node.manager().setMaxClusterSessions("1");
        start();
        String cookie = TestNode.newCookie(node.get("/begin", null));

        assertThat(node.get("/begin", null).statusCode()).isEqualTo(500);
        assertThat(node.manager().getRejectedSessions()).isEqualTo(1);
        assertThat(node.get("/begin", cookie).statusCode()).isEqualTo(200);
    }

    private void startRefusingLogins() {
        node = new TestNode(RefusedLogins.manager(store));
        SecurityConstraint constraint = new SecurityConstraint();
        SecurityCollection collection = new SecurityCollection();
        collection.addPatternDecoded("/private/*");
        constraint.addCollection(collection);
        constraint.addAuthRole("buyer");
        node.context.addConstraint(constraint);
        node.context.addSecurityRole("buyer");
        node.context.setLoginConfig(new LoginConfig("BASIC", "realm", null, null));
        BasicAuthenticator authenticator = new BasicAuthenticator();
        authenticator.setAlwaysUseSession(true);
        node.context.getPipeline().addValve(authenticator);
        node.page("/private/page", (request, response) -> response.getWriter().print("welcome"))
                .page("/login", (request, response) -> {
                    request.getSession();
                    request.login("ann", "secret");
                })
                .page("/copes", (request, response) -> {
                    request.getSession();
                    try {
                        request.login("ann", "secret");
                    } catch (LimitException e) {
                        response.getWriter()
                                .print(e.option() + " " + request.getRemoteUser() + " " + request.getAuthType());
                    }
                });
        node.tomcat.addUser("ann", "secret");
        node.tomcat.addRole("ann", "buyer");
        node.start();
    }

    @Test
    void a_login_that_the_authenticator_made_and_that_is_refused_is_answered_with_403() {
        startRefusingLogins();

        HttpResponse<String> response = node.send("GET", "/private/page", null, "Basic YW5uOnNlY3JldA==", "");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("welcome");
        assertThat(TestNode.cookie(response)).isNull();
        assertThat(store.records).as("nobody has its cookie").isEmpty();
    }

    @Test
    void a_login_of_the_application_that_is_refused_is_its_own_affair_and_otherwise_403() {
        startRefusingLogins();

        assertThat(node.get("/copes", null).body()).isEqualTo("maxSessionsPerUser null null");
        assertThat(node.get("/login", null).statusCode()).isEqualTo(403);
    }

    @Test
    void while_its_last_events_are_fired_a_session_says_why_it_ends_and_at_no_other_time() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        StandardContext context = (StandardContext) node.context;
        context.addApplicationLifecycleListener(new EndListener(told));
        context.addApplicationEventListener(new EndListener(told));
        node.page("/bind", (request, response) -> {
                    request.getSession().setAttribute("value", "x");
                    request.getSession().setAttribute("bound", new EndListener.Bound());
                    told.add(String.valueOf(request.getSession().getAttribute("dev.roam.cause")));
                })
                .page("/end", (request, response) -> request.getSession().invalidate());
        EndListener.Bound.told = told;
        start();
        String cookie = TestNode.newCookie(node.get("/bind", null));
        node.get("/end", cookie);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "null",
                        "destroyed invalidated",
                        "unbound invalidated",
                        "removed invalidated",
                        "removed invalidated");
        assertThat(store.everything()).doesNotContain("dev.roam.cause");
        told.clear();
        TestNode.newCookie(node.get("/bind", null));
        told.clear();
        store.ahead.addAndGet(100L * 24 * 3_600_000);
        long end = System.nanoTime() + 20_000_000_000L;
        while (told.size() < 4 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "destroyed timeout", "unbound timeout", "removed timeout", "removed timeout");
    }

    @Test
    void a_timeout_that_a_page_sets_is_stored_with_its_response_and_is_every_nodes() {
        TestNode other = TestNode.on(store);
        for (TestNode each : List.of(node, other)) {
            each.page("/set", (request, response) -> request.getSession()
                            .setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds"))))
                    .page("/get", (request, response) -> response.getWriter()
                            .print(request.getSession().getMaxInactiveInterval()));
        }
        other.start();
        start();
        String cookie = TestNode.newCookie(node.get("/begin", null));
        for (String seconds : List.of("5", "7200", "0", "-1")) {
            node.get("/set?seconds=" + seconds, cookie);

            assertThat(Objects.requireNonNull(store.records.get(TestStore.key(cookie)))
                            .header()
                            .maxInactive())
                    .isEqualTo(Integer.parseInt(seconds));
            assertThat(other.get("/get", cookie).body()).isEqualTo(seconds);
        }
        other.close();
    }
}
