package dev.roam.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1.0 or 1.1. */
final class Http1Wire implements Wire {
    final Socket socket;
    private final InputStream in;
    private final String version;
    private final Deque<String> methods = new ArrayDeque<>();

    /** The heads of interim responses (1xx) that have come so far. */
    final List<String> interim = new ArrayList<>();

    Http1Wire(int port, String version) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
        this.version = version;
    }

    @Override
    public void send(String method, String target, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        methods.add(method);
        write(head.append("\r\n").toString());
    }

    /** Sends several requests in one write. */
    void sendAtOnce(List<String> targets, String cookie) throws IOException {
        StringBuilder heads = new StringBuilder();
        for (String target : targets) {
            heads.append("GET ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\nCookie: ");
            heads.append(cookie).append("\r\n\r\n");
            methods.add("GET");
        }
        write(heads.toString());
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    @Override
    public boolean hasBegun() throws IOException {
        return in.available() > 0;
    }

    /** Whether the node has closed the connection after the responses that were received, without a byte more. */
    boolean endsHere() throws IOException {
        return in.read() < 0;
    }

    @Override
    public Reply receive() throws IOException {
        while (true) {
            String head = head();
            int status = status(head);
            if (status >= 200 || status == 101) {
                return new Reply(status, head, hasNoBody(status) ? "" : new String(body(head), ISO_8859_1));
            }
            interim.add(head);
        }
    }

    /** Waits for an interim response, which must be the next. */
    void receiveInterim() throws IOException {
        String head = head();
        if (status(head) >= 200) {
            throw new IOException("not an interim response: " + head);
        }
        interim.add(head);
    }

    private String head() throws IOException {
        String head = until("\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 ")) {
            throw new IOException("not a response: " + head);
        }
        return head;
    }

    private static int status(String head) {
        return Integer.parseInt(head.substring(9, 12));
    }

    private boolean hasNoBody(int status) {
        return methods.remove().equals("HEAD") || status == 304 || status == 204;
    }

    private byte[] body(String head) throws IOException {
        String length = header(head, "content-length");
        if (length != null) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException(body.length + " of " + length + " bytes of the body");
            }
            return body;
        }
        return "chunked".equals(header(head, "transfer-encoding")) ? chunks() : in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(until("\r\n").trim(), 16);
            if (size == 0) {
                String line = until("\r\n");
                while (!line.equals("\r\n")) {
                    line = until("\r\n"); // a trailer field
                }
                return body.toByteArray();
            }
            body.write(in.readNBytes(size));
            until("\r\n");
        }
    }

    static @Nullable String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse(null);
    }

    private String until(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
