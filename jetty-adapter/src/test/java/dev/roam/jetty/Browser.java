package dev.roam.jetty;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client that sends the cookies that it was given last. */
final class Browser {
    static final HttpClient HTTP = HttpClient.newHttpClient();

    private @Nullable String cookie;

    String cookie() {
        return Objects.requireNonNull(cookie);
    }

    void cookie(String sent) {
        cookie = sent;
    }

    HttpRequest.Builder request(TestNode node, String path) {
        URI uri = node.uri(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
        return cookie == null ? request : request.header("Cookie", cookie);
    }

    HttpResponse<String> get(TestNode node, String path) throws Exception {
        HttpResponse<String> response = HTTP.send(request(node, path).build(), BodyHandlers.ofString());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return response;
    }
}
