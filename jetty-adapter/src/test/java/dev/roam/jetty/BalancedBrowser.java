package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user's browser, which sees one address, whichever node answers. */
final class BalancedBrowser {
    private @Nullable String cookie;

    String sessionId() {
        String value = Objects.requireNonNull(cookie).substring(cookie.indexOf('=') + 1);
        int suffix = value.indexOf('.');
        return suffix < 0 ? value : value.substring(0, suffix);
    }

    HttpResponse<String> get(LoginNode node, String path) throws Exception {
        return send(request(node, path).GET());
    }

    HttpResponse<String> post(LoginNode node, String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(node, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postLogin(LoginNode node, String user) throws Exception {
        return post(node, "/j_security_check", Map.of("j_username", user, "j_password", Users.passwordOf(user)));
    }

    void login(LoginNode node, String user) throws Exception {
        get(node, "/inside/who");
        HttpResponse<String> posted = postLogin(node, user);
        assertThat(target(posted)).isEqualTo("/inside/who");
    }

    static String target(HttpResponse<?> response) {
        URI target = URI.create(response.headers().firstValue("Location").orElseThrow());
        String path = target.getRawPath().replaceFirst(";jsessionid=.*", "");
        return path + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
    }

    private HttpRequest.Builder request(LoginNode node, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path)).header("X-Forwarded-Host", "shop.example");
        return cookie == null ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = Browser.HTTP.send(request.build(), BodyHandlers.ofString());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return response;
    }
}
