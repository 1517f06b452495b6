package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user of an application who goes through its pages as with a browser, each request to the next node, and all that was answered, in a form in
 * which two servers can be compared: a session id is the how manieth one it is, and what is drawn by lot is left out.
 */
final class Visit implements Closeable {

    private static final Pattern ID = Pattern.compile("((?:JSESSIONID|jsessionid)=|id\\()([^;?\"')\\s]+)");
    /** A CSRF token differs from page to page, and a view's name in the session from view to view. */
    private static final Pattern DRAWN =
            Pattern.compile("(name=\"(?:_csrf|jakarta\\.faces\\.ViewState)\"[^>]* value=\")[^\"]*");

    private static final Pattern FORM = Pattern.compile("(?s)<form[^>]* action=\"([^\"]*)\".*?</form>");
    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");

    private final Application application;
    private final Browser browser;
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private List<Node> nodes;
    private int requests;

    Visit(Application application, List<Node> nodes) {
        this.application = application;
        this.nodes = List.copyOf(nodes);
        browser = new Browser(application.path());
    }

    Application application() {
        return application;
    }

    /** From now on all requests go to that node. */
    void moveTo(Node other) {
        nodes = List.of(other);
    }

    Page open(String page) throws IOException {
        return keep("GET " + page, browser.get(nextNode(), page));
    }

    /** Opens a page with an older session id of this user, from another browser. */
    Page openWithOldId(String sessionId, String page) throws IOException {
        try (Browser other = new Browser(application.path())) {
            other.sessionId(sessionId);
            return keep("GET " + page + " with an old id", other.get(nextNode(), page));
        }
    }

    String sessionId() {
        String id = browser.sessionId();
        if (id == null) {
            throw new AssertionError("No session cookie yet");
        }
        return id;
    }

    /** Goes where the answer sends the browser. */
    Page follow(Page page) throws IOException {
        List<String> location = page.response.header("location");
        assertThat(location).as("where to go, in %s", page.response).hasSize(1);
        return open(withinApplication(location.get(0)));
    }

    /** Sends the form with that action: its fields as the page has them, but for those that are given as pairs of name and value. */
    Page submit(Page page, String action, String... namesAndValues) throws IOException {
        Matcher form = FORM.matcher(page.response.body());
        while (form.find()) {
            String target = withinApplication(form.group(1));
            if (target.replaceFirst("[;?].*", "").equals(action)) {
                Map<String, String> fields = fields(form.group());
                for (int i = 0; i < namesAndValues.length; i += 2) {
                    fields.put(namesAndValues[i], namesAndValues[i + 1]);
                }
                return keep("POST " + action, browser.submit(nextNode(), target, fields));
            }
        }
        throw new AssertionError("No form " + action + " in " + page.response);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(form);
        while (input.find()) {
            if (!attribute(input.group(), "type").equals("submit")) {
                fields.put(attribute(input.group(), "name"), attribute(input.group(), "value"));
            }
        }
        return fields;
    }

    private static String attribute(String tag, String name) {
        Matcher value = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
        return value.find() ? value.group(1) : "";
    }

    private String withinApplication(String address) {
        URI uri = URI.create(address);
        String path = uri.getRawPath();
        assertThat(path).startsWith(application.path());
        return path.substring(application.path().length()) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private Node nextNode() {
        return nodes.get(requests++ % nodes.size());
    }

    private Page keep(String request, Response response) {
        lines.add(request + " -> " + response.status());
        for (String header : List.of("location", "set-cookie", "content-type")) {
            response.header(header).forEach(value -> lines.add("  " + header + ": " + normal(value)));
        }
        response.body().lines().forEach(line -> lines.add("  " + normal(line)));
        return new Page(response);
    }

    private String normal(String line) {
        return ID.matcher(withoutDrawn(line)).replaceAll(id -> id.group(1) + number(id.group(2)));
    }

    private static String withoutDrawn(String text) {
        return DRAWN.matcher(text).replaceAll("$1(drawn)");
    }

    private String number(String id) {
        return ids.computeIfAbsent(id, key -> "#" + (ids.size() + 1));
    }

    /** What was asked and what was answered, from the first request on. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        browser.close();
    }

    /** One answer. */
    static final class Page {

        private final Response response;

        private Page(Response response) {
            this.response = response;
        }

        /** Returns this page if all of these texts are on it; fails if not. */
        Page shows(String... texts) {
            assertThat(text()).contains(texts);
            return this;
        }

        Page showsNo(String text) {
            assertThat(text()).doesNotContain(text);
            return this;
        }

        /** Without what is drawn by lot, which may contain any word. */
        private String text() {
            return withoutDrawn(response.body());
        }

        Page expect(int status) {
            response.expect(status);
            return this;
        }
    }
}
