package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins as users make them, begun on one node and gone on with on another. Nothing that was ever stored contains the password. */
class LoginsOverNodesTest {
    private static final String PASSWORD = "correct-horse";
    private static final String CREDENTIALS = "j_username=ann&j_password=" + PASSWORD;
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("ann:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));

    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);

    /** Starts two nodes with a private part behind an authenticator of that class. */
    private void start(Class<? extends AuthenticatorBase> authenticator, String method, boolean cache)
            throws ReflectiveOperationException {
        for (TestNode node : List.of(a, b)) {
            node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                    .page("/private/page", (request, response) -> response.getWriter()
                            .print(request.getMethod() + " " + request.getRemoteUser() + " "
                                    + request.getParameter("query") + " " + request.getParameter("body")))
                    .page("/look", (request, response) -> response.getWriter()
                            .print(request.getRemoteUser() + " "
                                    + (request.getSession(false) == null
                                            ? "no session"
                                            : request.getSession().getAttribute("value"))))
                    .page("/loginPage", (request, response) -> response.getWriter()
                            .print("who are you?"))
                    .page("/errorPage", (request, response) -> response.getWriter()
                            .print("not you"))
                    .page("/authenticate", (request, response) -> {
                        if (request.authenticate(response)) {
                            response.getWriter().print(request.getRemoteUser());
                        }
                    })
                    .page("/logout", (request, response) -> request.logout());
            node.tomcat.addUser("ann", PASSWORD);
            node.tomcat.addRole("ann", "buyer");
            SecurityConstraint constraint = new SecurityConstraint();
            SecurityCollection collection = new SecurityCollection();
            collection.addPatternDecoded("/private/*");
            constraint.addCollection(collection);
            constraint.addAuthRole("buyer");
            node.context.addConstraint(constraint);
            node.context.addSecurityRole("buyer");
            node.context.setLoginConfig(new LoginConfig(method, "realm", "/loginPage", "/errorPage"));
            AuthenticatorBase valve = authenticator.getConstructor().newInstance();
            valve.setCache(cache);
            node.context.getPipeline().addValve(valve);
            if (valve instanceof FormAuthenticator form) {
                form.setLandingPage("/look");
            }
            node.start();
        }
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        String ha1 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5")
                        .digest(("ann:realm:" + PASSWORD).getBytes(StandardCharsets.US_ASCII)));
        assertThat(store.everything())
                .isNotEmpty()
                .doesNotContain(PASSWORD)
                .doesNotContain(BASIC)
                .doesNotContainIgnoringCase(ha1);
    }

    private String begin() {
        return TestNode.newCookie(a.get("/begin", null));
    }

    private void expectUnknown(String cookie) {
        assertThat(a.get("/look", cookie).body()).isEqualTo("null no session");
        assertThat(b.get("/look", cookie).body()).isEqualTo("null no session");
    }

    private void expectAnn(String cookie) {
        assertThat(a.get("/look", cookie).body()).isEqualTo("ann kept");
        assertThat(b.get("/look", cookie).body()).isEqualTo("ann kept");
        assertThat(a.get("/private/page", cookie).body()).startsWith("GET ann");
        assertThat(b.get("/private/page", cookie).body()).startsWith("GET ann");
    }

    private void expectLogoutHolds(String cookie) {
        a.get("/logout", cookie);
        assertThat(b.get("/look", cookie).body()).isEqualTo("null kept");
        assertThat(a.get("/look", cookie).body()).isEqualTo("null kept");
    }

    @Test
    void a_form_login_keeps_the_request_that_it_interrupts_with_its_body_whichever_nodes_it_visits() throws Exception {
        start(FormAuthenticator.class, "FORM", true);
        String first = begin();

        HttpResponse<String> asked = a.send("POST", "/private/page?query=q", first, "body=b");
        assertThat(asked.body()).isEqualTo("who are you?");
        String second = TestNode.newCookie(asked);
        assertThat(b.send("POST", "/j_security_check", second, "j_username=ann&j_password=wrong")
                        .body())
                .isEqualTo("not you");
        HttpResponse<String> sent = b.send("POST", "/j_security_check", second, CREDENTIALS);
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(sent.headers().firstValue("Location")).hasValue("/app/private/page?query=q");
        String third = TestNode.newCookie(sent);

        assertThat(a.get("/private/page?query=q", third).body()).isEqualTo("POST ann q b");
        expectAnn(third);
        expectUnknown(first);
        expectUnknown(second);
        expectLogoutHolds(third);
    }

    @Test
    void a_form_login_without_a_session_leads_to_the_landing_page() throws Exception {
        start(FormAuthenticator.class, "FORM", true);
        begin();

        HttpResponse<String> sent = b.send("POST", "/j_security_check", null, CREDENTIALS);

        assertThat(sent.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).startsWith("/app/look"));
    }

    @Test
    void a_form_login_without_a_cache_holds_on_its_node_and_puts_no_password_elsewhere() throws Exception {
        start(FormAuthenticator.class, "FORM", false);
        String second = TestNode.newCookie(a.get("/private/page", begin()));
        String third = TestNode.newCookie(a.send("POST", "/j_security_check", second, CREDENTIALS));

        HttpResponse<String> page = a.get("/private/page", third);
        assertThat(page.body()).startsWith("GET ann");
        String fourth =
                TestNode.newCookie(page); // each request logs in anew, with the password that the node has noted
        assertThat(b.get("/private/page", fourth).body()).isEqualTo("who are you?");
    }

    @Test
    void a_form_login_goes_on_where_the_cookie_has_got_another_route_meanwhile() throws Exception {
        a.tomcat.getEngine().setJvmRoute("node1");
        b.tomcat.getEngine().setJvmRoute("node2");
        start(FormAuthenticator.class, "FORM", true);

        String second = TestNode.newCookie(a.get("/private/page", begin()));
        String routed = TestNode.newCookie(b.get("/look", second));
        assertThat(routed).isEqualTo(second.replace(".node1", ".node2"));
        HttpResponse<String> sent = b.send("POST", "/j_security_check", routed, CREDENTIALS);
        assertThat(sent.statusCode()).isEqualTo(303);
        String third = TestNode.newCookie(sent);
        String back = TestNode.newCookie(a.get("/look", third));

        assertThat(a.get("/private/page", back).body()).isEqualTo("GET ann null null");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_basic_login_holds_on_every_node(boolean cache) throws Exception {
        start(BasicAuthenticator.class, "BASIC", cache);
        String first = begin();

        assertThat(a.get("/private/page", first).statusCode()).isEqualTo(401);
        HttpResponse<String> sent = a.send("GET", "/private/page", first, "Basic " + BASIC, "");
        assertThat(sent.body()).startsWith("GET ann");
        String second = TestNode.newCookie(sent);

        expectUnknown(first);
        if (cache) {
            expectAnn(second);
            expectLogoutHolds(second);
        } else {
            assertThat(b.get("/private/page", second).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_application_can_ask_for_the_login_itself() throws Exception {
        start(BasicAuthenticator.class, "BASIC", true);
        String first = begin();

        assertThat(b.get("/authenticate", first).statusCode()).isEqualTo(401);
        HttpResponse<String> sent = b.send("GET", "/authenticate", first, "Basic " + BASIC, "");
        assertThat(sent.body()).isEqualTo("ann");
        assertThat(a.get("/authenticate", TestNode.newCookie(sent)).body()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_digest_login_holds_on_every_node(boolean cache) throws Exception {
        start(DigestAuthenticator.class, "DIGEST", cache);
        String first = begin();

        HttpResponse<String> asked = a.get("/private/page", first);
        HttpResponse<String> sent = a.send("GET", "/private/page", first, digest(asked), "");
        assertThat(sent.body()).startsWith("GET ann");
        String second = TestNode.newCookie(sent);

        expectUnknown(first);
        if (cache) {
            expectAnn(second);
            expectLogoutHolds(second);
        } else {
            // The other node does not know that nonce, and asks with its own.
            HttpResponse<String> again = b.send("GET", "/private/page", second, digest(asked), "");
            assertThat(again.statusCode()).isEqualTo(401);
            assertThat(b.send("GET", "/private/page", second, digest(again), "").body())
                    .startsWith("GET ann");
        }
    }

    /** Answers a challenge, the one for MD5 if there are several; see RFC 7616, 3.4. */
    private static String digest(HttpResponse<?> asked) throws Exception {
        String challenge = asked.headers().allValues("WWW-Authenticate").stream()
                .filter(header -> !header.contains("SHA"))
                .findFirst()
                .orElseThrow();
        String nonce = parameter(challenge, "nonce");
        String opaque = parameter(challenge, "opaque");
        String uri = "/app/private/page";
        String ha1 = md5("ann:realm:" + PASSWORD);
        String answer = md5(ha1 + ":" + nonce + ":00000001:0a4f113b:auth:" + md5("GET:" + uri));
        return "Digest username=\"ann\", realm=\"realm\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", response=\"" + answer + "\", opaque=\"" + opaque
                + "\"" + (challenge.contains("algorithm=MD5") ? ", algorithm=MD5" : "");
    }

    private static String parameter(String challenge, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(challenge);
        assertThat(found.find()).as(name + " in " + challenge).isTrue();
        return Objects.requireNonNull(found.group(1));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
