package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code SingleSignOn} keeps what it knows on its node, and that stays true whichever node gives a session another id or ends it. Two nodes, each
 * with the applications {@code /app} and {@code /two}.
 */
class SingleSignOnTest {
    private static final String ANN =
            "Basic " + Base64.getEncoder().encodeToString("ann:correct-horse".getBytes(StandardCharsets.US_ASCII));

    private final TestStore store = new TestStore();
    private final TestStore secondStore = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);
    private final Known knownToA = new Known();

    /** Shows how many sessions it knows. */
    private static final class Known extends SingleSignOn {
        int logins() {
            return cache.size();
        }

        List<String> ids() {
            return cache.values().stream()
                    .flatMap(entry -> entry.findSessions().stream())
                    .map(key -> "JSESSIONID=" + key.getSessionId())
                    .toList();
        }

        int sessions() {
            return cache.values().stream()
                    .mapToInt(entry -> entry.findSessions().size())
                    .sum();
        }
    }

    /** The second application's pages. */
    private static final class Second extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (String.valueOf(request.getPathInfo())) {
                case "/private/begin" -> request.getSession();
                case "/rename" -> request.changeSessionId();
                case "/end" -> request.getSession().invalidate();
                default -> {}
            }
            response.getWriter().print(request.getRemoteUser() + " " + (request.getSession(false) != null));
        }
    }

    @BeforeEach
    void start() {
        for (TestNode node : List.of(a, b)) {
            node.page("/private/begin", (request, response) -> request.getSession())
                    .page("/private/logout", (request, response) -> request.logout())
                    .page("/private/end", (request, response) -> request.getSession()
                            .invalidate())
                    .page("/open", (request, response) -> response.getWriter().print("open"));
            node.tomcat.addUser("ann", "correct-horse");
            node.tomcat.addRole("ann", "buyer");
            node.tomcat.getHost().getPipeline().addValve(node == a ? knownToA : new SingleSignOn());
            Context second = node.tomcat.addContext(
                    "/two", node.tomcat.getServer().getCatalinaBase().toString());
            second.setManager(TestNode.manager(secondStore));
            second.addLifecycleListener(event -> {
                if (event.getType().equals("configure_start")) {
                    Tomcat.addServlet(second, "pages", new Second());
                    second.addServletMappingDecoded("/*", "pages");
                }
            });
            basicLogin(node.context);
            basicLogin(second);
            node.start();
        }
    }

    private static void basicLogin(Context context) {
        context.setLoginConfig(new LoginConfig("BASIC", "realm", null, null));
        SecurityConstraint constraint = new SecurityConstraint();
        SecurityCollection collection = new SecurityCollection();
        collection.addPatternDecoded("/private/*");
        constraint.addCollection(collection);
        constraint.addAuthRole("buyer");
        context.addConstraint(constraint);
        context.addSecurityRole("buyer");
        BasicAuthenticator authenticator = new BasicAuthenticator();
        authenticator.setAlwaysUseSession(true);
        context.getPipeline().addValve(authenticator);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    /** A user of both applications, who has logged in once. */
    private record User(String sso, String first, String second) {}

    private User loggedInToBoth() {
        HttpResponse<String> login = a.send("GET", "/private/begin", null, ANN, "");
        assertThat(login.statusCode()).isEqualTo(200);
        String sso = Objects.requireNonNull(TestNode.cookie(login, "JSESSIONIDSSO"));
        HttpResponse<String> other = a.get("/../two/private/begin", sso);
        assertThat(other.body()).isEqualTo("ann true");
        assertThat(knownToA.sessions()).isEqualTo(2);
        return new User(sso, TestNode.newCookie(login), TestNode.newCookie(other));
    }

    private String seenBySecond(TestNode node, String cookie) {
        return node.get("/../two/look", cookie).body();
    }

    private void expectLoggedOut(User user) {
        assertThat(knownToA.logins()).isZero();
        assertThat(seenBySecond(a, user.second)).isEqualTo("null false");
        assertThat(seenBySecond(b, user.second)).isEqualTo("null false");
        assertThat(a.get("/private/begin", user.first + "; " + user.sso).statusCode())
                .isEqualTo(401);
        assertThat(b.get("/private/begin", user.first).statusCode()).isEqualTo(401);
    }

    @Test
    void a_login_to_one_application_is_one_to_the_other_and_no_password_is_stored() {
        User user = loggedInToBoth();

        assertThat(b.get("/private/begin", user.first).statusCode()).isEqualTo(200);
        assertThat(store.everything() + secondStore.everything())
                .contains("ann")
                .doesNotContain("correct-horse")
                .doesNotContain(ANN.substring("Basic ".length()));
    }

    @Test
    void a_logout_from_one_application_is_one_from_the_other_on_every_node() {
        User user = loggedInToBoth();

        assertThat(a.get("/private/logout", user.first + "; " + user.sso).statusCode())
                .isEqualTo(200);

        expectLoggedOut(user);
    }

    @Test
    void a_session_that_ends_on_its_node_ends_the_others_of_the_login() {
        User user = loggedInToBoth();

        a.get("/private/end", user.first + "; " + user.sso);

        expectLoggedOut(user);
    }

    @Test
    void a_session_that_ends_on_another_node_ends_the_others_of_the_login() {
        User user = loggedInToBoth();

        b.get("/private/end", user.first);

        expectLoggedOut(user);
    }

    @Test
    void a_session_that_ends_on_another_node_unheard_ends_the_others_when_it_is_asked_for() {
        User user = loggedInToBoth();
        store.silent = true;
        b.get("/private/end", user.first);
        assertThat(knownToA.logins()).isEqualTo(1);

        for (int i = 0; i < 6; i++) {
            a.context.backgroundProcess();
        }

        expectLoggedOut(user);
    }

    @Test
    void a_session_that_times_out_on_another_node_leaves_the_others_of_the_login() throws Exception {
        User user = loggedInToBoth();
        RoamSession first = a.session(user.first);

        first.gone(dev.roam.Cause.TIMEOUT);

        assertThat(knownToA.logins()).isEqualTo(1);
        assertThat(knownToA.sessions()).isEqualTo(1);
        assertThat(seenBySecond(a, user.second + "; " + user.sso)).isEqualTo("ann true");
    }

    @Test
    void a_logout_ends_a_session_that_another_node_has_given_another_id() {
        User user = loggedInToBoth();
        String renamed = TestNode.newCookie(b.get("/../two/rename", user.second));

        a.get("/private/logout", user.first + "; " + user.sso);

        expectLoggedOut(new User(user.sso, user.first, renamed));
    }

    @Test
    void a_session_that_another_node_has_given_another_id_is_known_by_it_once_it_is_used_here() {
        User user = loggedInToBoth();
        String renamed = TestNode.newCookie(b.get("/../two/rename", user.second));

        assertThat(a.get("/../two/look", renamed + "; " + user.sso).body()).isEqualTo("ann true");
        assertThat(knownToA.ids()).containsExactlyInAnyOrder(user.first, renamed);
        a.get("/../two/end", renamed + "; " + user.sso);

        assertThat(knownToA.logins()).isZero();
        assertThat(a.get("/private/begin", user.first).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_that_this_node_gives_another_id_is_known_by_it() {
        User user = loggedInToBoth();
        String renamed = TestNode.newCookie(a.get("/../two/rename", user.second + "; " + user.sso));

        a.get("/private/logout", user.first + "; " + user.sso);

        expectLoggedOut(new User(user.sso, user.first, renamed));
    }

    @Test
    void a_request_that_does_not_touch_its_session_asks_nothing() {
        User user = loggedInToBoth();
        store.asked.clear();

        assertThat(a.get("/open", user.first + "; " + user.sso).body()).isEqualTo("open");
        assertThat(b.get("/open", user.first + "; " + user.sso).body()).isEqualTo("open");

        assertThat(store.asked).isEmpty();
    }
}
