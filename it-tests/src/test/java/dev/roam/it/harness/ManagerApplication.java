package dev.roam.it.harness;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An administrator at the Manager application that comes with Tomcat, on one node. The node must have been set up with it. */
public final class ManagerApplication {

    /** In {@code tomcat-users.xml}. */
    static final String USER =
            "<user username=\"admin\" password=\"secret\" roles=\"manager-gui,manager-script,manager-jmx\"/>";

    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.US_ASCII));

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern NONCE = Pattern.compile("CSRF_NONCE=([0-9A-F]+)");

    private final Node node;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    public ManagerApplication(Node node) {
        this.node = node;
    }

    /** The answer to a command of {@code ManagerServlet} ({@code /manager/text}), or another page without a form. */
    public String page(String page) throws IOException {
        return send(HttpRequest.newBuilder(uri(page)).GET());
    }

    /** The answer to a form of {@code HTMLManagerServlet} ({@code /manager/html}), sent as its own pages do. */
    public String form(String page, String... namesAndValues) throws IOException {
        Matcher nonce = NONCE.matcher(page("/html/list"));
        if (!nonce.find()) {
            throw new IOException("No nonce in the list of applications");
        }
        StringBuilder form = new StringBuilder("org.apache.catalina.filters.CSRF_NONCE=" + nonce.group(1));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append('&')
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(uri(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private URI uri(String page) {
        return URI.create("http://127.0.0.1:" + node.port() + "/manager" + page);
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(
                    request.header("Authorization", LOGIN).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response + "\n" + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
