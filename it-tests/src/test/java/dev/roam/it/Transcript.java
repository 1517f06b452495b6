package dev.roam.it;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What one server answered to a list of requests, and which session events it fired, in a form in which two servers can be
 * compared: an id is the how manieth id it is, a time is the number of the request in which it lies.
 */
final class Transcript implements Closeable {

    private static final Pattern ID = Pattern.compile("id\\(([^)]*)\\)");
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");
    private static final Pattern TIME = Pattern.compile("time\\(([^)]*)\\)");
    /** Between two requests, so that a time belongs to one of them; a server notes some only after it has answered. */
    private static final int APART_MILLIS = 25;

    private static final Duration EVENT = Duration.ofSeconds(10);

    private final Cluster server;
    private final Node node;
    private final Browser nobody;
    private final Map<String, Browser> users = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final List<Long> begins = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    Transcript(Cluster server) throws IOException {
        this.server = server;
        node = server.node(0);
        nobody = server.user();
        nobody.get(node, "/events").expect(200);
    }

    /** The only user asks for a page. */
    Response get(String page) throws IOException {
        return get("user", page);
    }

    /** One of several users asks for a page. */
    Response get(String user, String page) throws IOException {
        long last = begins.isEmpty() ? 0 : begins.get(begins.size() - 1);
        Await.clockToPass(last + APART_MILLIS);
        begins.add(System.currentTimeMillis());
        Response response = user(user).get(node, page);
        Await.clockToPass(System.currentTimeMillis() + APART_MILLIS);
        lines.add(user + " " + page + " -> " + response.status());
        response.header("set-cookie").forEach(cookie -> lines.add("  cookie " + normal(cookie)));
        if (response.header("content-type").stream().anyMatch(type -> type.startsWith("text/plain"))) {
            response.body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> lines.add("  " + normal(line)));
        }
        addEvents();
        return response;
    }

    /** Waits for an event that one server fires at once and another a little later. */
    void awaitEvent(String event) {
        Await.until(event, EVENT, () -> {
            addEvents();
            return lines.stream().anyMatch(line -> line.startsWith("  * " + event));
        });
    }

    private void addEvents() throws IOException {
        inOrderOfNames(nobody.get(node, "/events").body().lines().toList())
                .forEach(line -> lines.add("  * " + normal(line)));
    }

    /** The user's browser, to change its cookies by hand. */
    Browser user(String name) {
        return users.computeIfAbsent(name, key -> server.user());
    }

    /** In which order a session that ends gives up its attributes is nobody's promise; what happens to each of them is. */
    private static List<String> inOrderOfNames(List<String> events) {
        List<String> result = new ArrayList<>(events);
        int end = 0;
        while (end < result.size()) {
            int start = end;
            while (end < result.size() && result.get(end).matches("(unbound|removed) .*")) {
                end++;
            }
            result.subList(start, end).sort(Comparator.comparing(event -> event.replaceAll("^\\w+ |=.*", "")));
            end++;
        }
        return result;
    }

    private String normal(String line) {
        String withoutAddresses = line.replaceAll("@[0-9a-f]+", "@");
        String withoutIds = replace(withoutAddresses, ID, id -> "id(" + number(id) + ")");
        String withoutCookies = replace(withoutIds, COOKIE, id -> "JSESSIONID=" + number(id));
        return replace(withoutCookies, TIME, time -> "time(request " + request(Long.parseLong(time)) + ")");
    }

    private static String replace(String line, Pattern pattern, UnaryOperator<String> replacement) {
        return pattern.matcher(line).replaceAll((MatchResult match) -> replacement.apply(match.group(1)));
    }

    /** Without the name of the server, which a stock Jetty adds in the cookie alone. */
    private String number(String id) {
        return ids.computeIfAbsent(id.replaceFirst("\\.node0$", ""), key -> "#" + (ids.size() + 1));
    }

    /** The last request that began at that time or before; -1 for a time before all of them. */
    private int request(long time) {
        int request = begins.size() - 1;
        while (request >= 0 && begins.get(request) > time) {
            request--;
        }
        return request;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        nobody.close();
        for (Browser user : users.values()) {
            user.close();
        }
    }
}
