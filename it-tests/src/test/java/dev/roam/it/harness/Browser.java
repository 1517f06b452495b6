package dev.roam.it.harness;

import java.io.Closeable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One user: keeps cookies, and a connection to each node. It sends its cookies to every node, as a browser does behind a load
 * balancer. Not thread-safe: a user with two windows open is two browsers, see {@link #sameUser}.
 */
public final class Browser implements Closeable {

    private static final String SESSION_COOKIE = "JSESSIONID";

    private final String contextPath;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<Node, HttpConnection> connections = new HashMap<>();
    private @Nullable Credentials credentials;

    public Browser() {
        this(Node.PROBE);
    }

    /** A user of the application at the given path. */
    public Browser(String contextPath) {
        this.contextPath = contextPath;
    }

    /** Another window with the same cookies; later cookies are not shared. */
    public Browser sameUser() {
        Browser other = new Browser(contextPath);
        other.cookies.putAll(cookies);
        return other;
    }

    /** From now on this user tells a server that asks for it with status 401 their name and password. */
    public void knows(String user, String password) {
        credentials = new Credentials(user, password);
    }

    /** The value of the session cookie, or null before there is one. */
    public @Nullable String sessionId() {
        return cookies.get(SESSION_COOKIE);
    }

    public void sessionId(String id) {
        cookies.put(SESSION_COOKIE, id);
    }

    /** Goes on as somebody who has never been here, over the same connections. */
    public void forgetCookies() {
        cookies.clear();
    }

    /** Asks a node for a page of the application, and returns its whole answer. */
    public Response get(Node node, String page) throws IOException {
        Response response = begin(node, page).finish();
        if (response.status() == 401 && credentials != null) {
            credentials.take(response);
            return begin(node, page).finish();
        }
        return response;
    }

    /** Asks a node for a page, and returns as soon as the first byte of the answer is here. */
    public Reply begin(Node node, String page) throws IOException {
        String target = contextPath + page;
        String headers = credentials == null ? "" : credentials.header("GET", target);
        return send(node, connection -> connection.begin(target, cookies(), headers));
    }

    /** Sends a form to a page of a node, encoded as browsers do, and returns the whole answer. */
    public Response submit(Node node, String page, Map<String, String> form) throws IOException {
        String encoded = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(node, connection -> connection.submit(contextPath + page, cookies(), encoded))
                .finish();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Request {
        void send(HttpConnection connection) throws IOException;
    }

    private Reply send(Node node, Request request) throws IOException {
        HttpConnection connection = connection(node);
        try {
            request.send(connection);
        } catch (IOException e) {
            drop(node);
            throw e;
        }
        return new Reply(node, connection);
    }

    private String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** An answer of which the first byte has come. It must be finished before the next request to the same node. */
    public final class Reply {

        private final Node node;
        private final HttpConnection connection;
        private @Nullable Response head;

        private Reply(Node node, HttpConnection connection) {
            this.node = node;
            this.connection = connection;
        }

        /** Reads the head alone, and keeps the cookies that it brought. */
        public Response head() throws IOException {
            try {
                Response read = head;
                if (read == null) {
                    read = connection.head();
                    read.header("set-cookie").forEach(Browser.this::keep);
                    head = read;
                }
                return read;
            } catch (IOException e) {
                drop(node);
                throw e;
            }
        }

        /** Reads what is left of the answer. */
        public Response finish() throws IOException {
            Response read = head();
            try {
                return connection.finish(read);
            } catch (IOException e) {
                drop(node);
                throw e;
            }
        }
    }

    private HttpConnection connection(Node node) throws IOException {
        HttpConnection connection = connections.get(node);
        if (connection == null || !connection.isReusable()) {
            drop(node);
            connection = new HttpConnection(node.port());
            connections.put(node, connection);
        }
        return connection;
    }

    private void drop(Node node) throws IOException {
        HttpConnection connection = connections.remove(node);
        if (connection != null) {
            connection.close();
        }
    }

    private void keep(String header) {
        String cookie = header.split(";", 2)[0];
        int equals = cookie.indexOf('=');
        String name = cookie.substring(0, equals);
        if (header.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, cookie.substring(equals + 1));
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : List.copyOf(connections.keySet())) {
            drop(node);
        }
    }
}
