package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ExtendedAccessLogValve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 8: a request that does not touch its session costs no operation, although the authenticator asks on every request. */
class LazinessTest {
    private static final String UNKNOWN = "JSESSIONID=0123456789ABCDEF0123456789ABCDEF";

    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);

    @BeforeEach
    void start() {
        for (TestNode node : new TestNode[] {a, b}) {
            node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "1"))
                    .page("/untouched", (request, response) -> response.getWriter()
                            .print("untouched"))
                    .page("/session", (request, response) -> response.getWriter()
                            .print(request.getSession(false) != null))
                    .page("/often", (request, response) -> {
                        for (int i = 0; i < 5; i++) {
                            request.getSession(false);
                            request.isRequestedSessionIdValid();
                            response.encodeURL("/app/x");
                        }
                        response.getWriter().print(request.getSession(false) != null);
                    })
                    .page("/read", (request, response) -> {
                        request.getSession().getAttribute("value");
                        request.getSession().getAttribute("value");
                        request.getSession().getAttributeNames();
                    })
                    .page("/async", (request, response) -> {
                        var async = request.startAsync();
                        async.start(() -> async.dispatch("/untouched"));
                    })
                    .page("/login", (request, response) -> request.login("ann", "secret"))
                    .page("/logout", (request, response) -> request.logout())
                    .page("/remoteUser", (request, response) -> response.getWriter()
                            .print(request.getRemoteUser()))
                    .page("/principal", (request, response) -> {
                        Principal user = request.getUserPrincipal();
                        response.getWriter().print(user == null ? "nobody" : user.getName() + " " + user.getClass());
                    })
                    .page("/role", (request, response) -> response.getWriter()
                            .print(request.isUserInRole(request.getParameter("role"))))
                    .page("/authType", (request, response) -> response.getWriter()
                            .print(request.getAuthType()));
            node.tomcat.addUser("ann", "secret");
            node.tomcat.addRole("ann", "buyer");
        }
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private String begin() {
        String cookie = TestNode.newCookie(a.start().get("/begin", null));
        b.start();
        store.asked.clear();
        return cookie;
    }

    @Test
    void a_request_that_does_not_touch_its_session_asks_nothing() {
        String cookie = begin();

        for (TestNode node : new TestNode[] {a, b}) {
            assertThat(node.get("/untouched", cookie).body()).isEqualTo("untouched");
            assertThat(node.get("/async", cookie).body()).isEqualTo("untouched");
            assertThat(node.get("/missing", cookie).statusCode()).isEqualTo(404);
        }

        assertThat(store.asked).isEmpty();
    }

    @Test
    void a_session_holds_on_to_no_request_that_has_not_touched_it() throws Exception {
        a.with(context -> context.getPipeline().addValve(new BasicAuthenticator()));
        String cookie = begin();
        RoamSession session = a.session(cookie);

        a.get("/untouched", cookie);

        assertThat(TestNode.comesToRest(session)).isTrue();
        assertThat(session.outside()).extracting("requests").isEqualTo(Set.of());
    }

    @Test
    void a_static_file_asks_nothing() throws Exception {
        Path docs = Files.createTempDirectory("roam-docs");
        Files.writeString(docs.resolve("style.css"), "x".repeat(200_000));
        a.with(context -> {
            context.setDocBase(docs.toString());
            context.addLifecycleListener(event -> {
                if (event.getType().equals("configure_start")) {
                    Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
                    context.addServletMappingDecoded("/style.css", "default");
                }
            });
        });
        String cookie = begin();

        assertThat(a.get("/style.css", cookie).body()).hasSize(200_000);

        assertThat(store.asked).isEmpty();
    }

    @Test
    void a_request_that_reads_its_session_asks_once() {
        String cookie = begin();

        for (TestNode node : new TestNode[] {a, b}) {
            node.get("/read", cookie);
            assertThat(store.asked).hasSize(1).first().isInstanceOf(Operation.Fetch.class);
            store.asked.clear();
        }
    }

    @Test
    void whatever_a_request_asks_of_its_session_the_store_is_asked_once() {
        for (TestNode node : new TestNode[] {a, b}) {
            node.page("/everything", (request, response) -> {
                HttpSession session = request.getSession();
                for (int i = 0; i < 3; i++) {
                    response.getWriter()
                            .print(session.getId()
                                    + session.isNew()
                                    + session.getCreationTime()
                                    + session.getLastAccessedTime()
                                    + session.getMaxInactiveInterval()
                                    + session.getAttributeNames()
                                    + session.getAttribute("value")
                                    + request.isRequestedSessionIdValid()
                                    + request.getRemoteUser()
                                    + response.encodeURL("/app/x"));
                }
            });
        }
        String cookie = begin();

        for (TestNode node : new TestNode[] {a, b, a}) {
            assertThat(node.get("/everything", cookie).statusCode()).isEqualTo(200);
            assertThat(store.asked).hasSize(1).first().isInstanceOf(Operation.Fetch.class);
            store.asked.clear();
        }
    }

    @Test
    void an_unknown_cookie_asks_once_however_often_the_application_looks() {
        begin();

        assertThat(a.get("/often", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF")
                        .body())
                .isEqualTo("false");

        assertThat(store.asked).hasSize(1);
    }

    @Test
    void an_id_that_cannot_be_one_asks_nothing() {
        begin();

        assertThat(a.get("/often", "JSESSIONID=" + "x".repeat(2000)).body()).isEqualTo("false");
        assertThat(a.get("/often", "JSESSIONID=a\\b").body()).isEqualTo("false");

        assertThat(store.asked).isEmpty();
    }

    @Test
    void the_access_log_does_not_open_sessions() {
        ExtendedAccessLogValve log = new ExtendedAccessLogValve();
        log.setPattern("time cs-username");
        a.tomcat.getHost().getPipeline().addValve(log);
        String cookie = begin();

        a.get("/untouched", cookie);
        a.get("/async", cookie);

        assertThat(store.asked).isEmpty();
    }

    @Test
    void a_login_is_known_to_whoever_asks_on_any_node() {
        String cookie = begin();
        String loggedIn = TestNode.newCookie(a.get("/login", cookie));
        assertThat(loggedIn).isNotEqualTo(cookie);

        for (TestNode node : new TestNode[] {b, a}) {
            assertThat(node.get("/remoteUser", loggedIn).body()).isEqualTo("ann");
            assertThat(node.get("/principal", loggedIn).body()).startsWith("ann class org.apache.catalina.realm");
            assertThat(node.get("/role?role=buyer", loggedIn).body()).isEqualTo("true");
            assertThat(node.get("/role?role=seller", loggedIn).body()).isEqualTo("false");
            assertThat(node.get("/role?role=**", loggedIn).body()).isEqualTo("true");
            assertThat(node.get("/authType", loggedIn).body()).isEqualTo("NONE");
        }
        store.asked.clear();
        a.get("/untouched", loggedIn);
        assertThat(store.asked).isEmpty();
    }

    @Test
    void nobody_is_logged_in_before_and_after() {
        String cookie = begin();
        expectNobody(cookie);
        String loggedIn = TestNode.newCookie(a.get("/login", cookie));
        assertThat(b.get("/remoteUser", loggedIn).body()).isEqualTo("ann");

        a.get("/logout", loggedIn);

        expectNobody(loggedIn);
        expectNobody("JSESSIONID=0123456789ABCDEF0123456789ABCDEF");
    }

    private void expectNobody(String cookie) {
        for (TestNode node : new TestNode[] {a, b}) {
            assertThat(node.get("/remoteUser", cookie).body()).isEqualTo("null");
            assertThat(node.get("/principal", cookie).body()).isEqualTo("nobody");
            assertThat(node.get("/role?role=buyer", cookie).body()).isEqualTo("false");
            assertThat(node.get("/role?role=**", cookie).body()).isEqualTo("false");
            assertThat(node.get("/authType", cookie).body()).isEqualTo("null");
        }
    }

    @Test
    void whoever_was_logged_out_on_another_node_can_log_in_again() {
        for (TestNode node : new TestNode[] {a, b}) {
            node.page("/loginAgain", (request, response) -> {
                request.login("ann", "secret");
                response.getWriter().print(request.getRemoteUser());
            });
        }
        String cookie = TestNode.newCookie(a.get("/login", begin()));
        assertThat(b.get("/remoteUser", cookie).body()).isEqualTo("ann");
        a.get("/logout", cookie);

        assertThat(b.get("/loginAgain", cookie).body()).isEqualTo("ann");
    }

    @Test
    void a_request_without_a_session_is_not_wrapped() {
        a.page("/class", (request, response) -> response.getWriter()
                .print(request.getClass().getSimpleName()));
        begin();

        assertThat(a.get("/class", null).body()).isEqualTo("RequestFacade");
    }

    private static void formLogin(Context context) {
        context.setLoginConfig(new LoginConfig("FORM", null, "/loginPage", "/loginPage"));
        SecurityConstraint constraint = new SecurityConstraint();
        SecurityCollection collection = new SecurityCollection();
        collection.addPatternDecoded("/private/*");
        constraint.addCollection(collection);
        constraint.addAuthRole("buyer");
        context.addConstraint(constraint);
        context.addSecurityRole("buyer");
        context.getPipeline().addValve(new org.apache.catalina.authenticator.FormAuthenticator());
    }

    @Test
    void with_a_form_login_a_session_that_this_node_knows_still_costs_nothing_untouched() {
        a.with(LazinessTest::formLogin);
        String cookie = begin();
        a.get("/untouched", cookie); // the form authenticator looks for a saved request, once
        store.asked.clear();

        a.get("/untouched", cookie);
        a.get("/untouched", cookie);

        assertThat(store.asked).isEmpty();
    }

    @Test
    void a_filter_that_asks_for_any_role_is_told_the_truth() {
        FilterDef def = new FilterDef();
        def.setFilterName("gate");
        def.setFilter((request, response, chain) -> {
            boolean in = ((HttpServletRequest) request).isUserInRole("**");
            response.getWriter().print(in + " ");
            chain.doFilter(request, response);
        });
        a.with(context -> context.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                context.addFilterDef(def);
                FilterMap map = new FilterMap();
                map.setFilterName("gate");
                map.addURLPattern("/untouched");
                context.addFilterMap(map);
            }
        }));
        String cookie = begin();

        assertThat(a.get("/untouched", cookie).body()).isEqualTo("false untouched");
    }

    @Test
    void with_a_login_that_the_browser_makes_a_request_still_asks_nothing_untouched() {
        a.with(context -> {
            context.setLoginConfig(new LoginConfig("BASIC", "realm", null, null));
            context.getPipeline().addValve(new BasicAuthenticator());
        });
        b.with(context -> {
            context.setLoginConfig(new LoginConfig("DIGEST", "realm", null, null));
            context.getPipeline().addValve(new DigestAuthenticator());
        });
        String cookie = begin();

        for (TestNode node : new TestNode[] {a, b}) {
            assertThat(node.get("/untouched", cookie).body()).isEqualTo("untouched");
        }

        assertThat(store.asked).isEmpty();
    }

    @Test
    void another_application_of_the_host_costs_nothing() {
        TestStore others = new TestStore();
        a.tomcat
                .addContext("/other", a.tomcat.getServer().getCatalinaBase().toString())
                .setManager(TestNode.manager(others));
        String cookie = begin();

        a.get("/untouched", cookie);

        assertThat(store.asked).isEmpty();
        assertThat(others.asked).isEmpty();
    }

    @Test
    void a_second_version_of_the_application_costs_nothing_and_each_is_asked_once_for_an_unknown_id() {
        TestStore newer = new TestStore();
        String cookie = begin();
        StandardContext second = new StandardContext();
        second.setName("/app##2");
        second.setPath("/app");
        second.setWebappVersion("2");
        second.setDocBase(a.tomcat.getServer().getCatalinaBase().toString());
        second.addLifecycleListener(new Tomcat.FixContextListener());
        second.setManager(TestNode.manager(newer));
        a.tomcat.getHost().addChild(second);

        assertThat(a.get("/untouched", cookie).body()).isEqualTo("untouched");
        assertThat(store.asked).isEmpty();
        assertThat(newer.asked).isEmpty();

        a.get("/often", UNKNOWN);
        assertThat(store.asked).hasSizeLessThanOrEqualTo(1);
        assertThat(newer.asked).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void two_cookies_of_one_name_cost_one_question_each() {
        String cookie = begin();

        assertThat(a.get("/often", UNKNOWN + "; " + cookie).body()).isEqualTo("true");

        assertThat(store.asked).hasSizeLessThanOrEqualTo(3);
    }
}
