package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.openid.OpenIdAuthenticator;
import org.eclipse.jetty.security.openid.OpenIdConfiguration;
import org.eclipse.jetty.security.openid.OpenIdLoginService;
import org.eclipse.jetty.util.security.Credential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A login at an OpenID provider that one node asks for, that comes back to another, and that goes on at both. The provider says that everybody is ann. */
@Timeout(60)
@DisabledIfSystemProperty(
        named = "roam.test.jetty",
        matches = "12\\.1\\..*",
        disabledReason = "Maven Central has no jetty-openid of it")
class OpenIdOverNodesTest {
    private static final String CLIENT = "shop";

    private final SharedRecords records = new SharedRecords();
    private final BalancedBrowser browser = new BalancedBrowser();
    private final Map<String, LoginNode.Page> pages = Map.of(
            "/inside/who", visit -> visit.user() + ", " + visit.authType() + ": " + visit.hasRole("auditor"),
            "/inside/claims", visit -> String.valueOf(visit.attribute(OpenIdAuthenticator.CLAIMS)),
            "/inside/logout",
                    visit -> {
                        visit.logout();
                        return "out";
                    },
            "/who", visit -> String.valueOf(visit.user()));

    @SuppressWarnings("NullAway.Init")
    private HttpServer provider;

    @SuppressWarnings("NullAway.Init")
    private LoginNode a;

    @SuppressWarnings("NullAway.Init")
    private LoginNode b;

    @BeforeEach
    void start() throws Exception {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/token", this::answerToken);
        provider.start();
        a = node();
        b = node();
    }

    @AfterEach
    void stop() throws Exception {
        a.stop();
        b.stop();
        provider.stop(0);
    }

    private LoginNode node() throws Exception {
        OpenIdConfiguration configuration = new OpenIdConfiguration(
                issuer(), issuer() + "/auth", issuer() + "/token", CLIENT, "secret-of-the-client", new HttpClient());
        LoginService logins = new OpenIdLoginService(configuration, roles());
        return new LoginNode(
                TestNode.cachesOf(records),
                logins,
                Ee10Context.of(logins, new OpenIdAuthenticator(configuration, "/back", null, null), pages));
    }

    /** Knows the roles; asked with an empty password for who is known to the provider. */
    private static LoginService roles() {
        UserStore users = new UserStore();
        users.addUser("ann", Credential.getCredential(""), new String[] {"shopper", "auditor"});
        HashLoginService service = new HashLoginService("roles");
        service.setUserStore(users);
        return service;
    }

    private String issuer() {
        return "http://127.0.0.1:" + provider.getAddress().getPort();
    }

    private void answerToken(HttpExchange exchange) throws IOException {
        String claims = "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"ann\",\"exp\":%d}"
                .formatted(issuer(), CLIENT, Instant.now().getEpochSecond() + 600);
        String token = base64("{\"alg\":\"none\"}") + "." + base64(claims) + "." + base64("signature");
        byte[] answer = "{\"token_type\":\"Bearer\",\"access_token\":\"access\",\"id_token\":\"%s\"}"
                .formatted(token)
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void login() throws Exception {
        URI asked = URI.create(
                browser.get(a, "/inside/who").headers().firstValue("Location").orElseThrow());
        String state = Arrays.stream(asked.getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("state="))
                .findFirst()
                .orElseThrow();
        assertThat(BalancedBrowser.target(browser.get(b, "/back?code=one&" + state)))
                .isEqualTo("/inside/who");
    }

    @Test
    void the_provider_sends_the_user_back_to_another_node_and_the_login_goes_on_at_both() throws Exception {
        login();

        assertThat(browser.get(a, "/inside/who").body()).isEqualTo("ann, OPENID: true");
        assertThat(browser.get(b, "/inside/who").body()).isEqualTo("ann, OPENID: true");
        assertThat(browser.get(a, "/inside/claims").body()).contains("sub=ann");
        assertThat(records.wereSent("secret-of-the-client")).isFalse();
    }

    @Test
    void a_logout_is_one_on_both_nodes() throws Exception {
        login();
        browser.get(b, "/inside/who");
        browser.get(a, "/inside/logout");

        assertThat(browser.get(b, "/who").body()).isEqualTo("null");
    }
}
