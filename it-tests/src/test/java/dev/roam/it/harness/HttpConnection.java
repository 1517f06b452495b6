package dev.roam.it.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive connection, one request at a time. Plain sockets, because no client library tells when the first byte of a
 * response arrives.
 */
final class HttpConnection implements Closeable {

    private static final int TIMEOUT_MILLIS = 30_000;
    /** Well below the time after which a server closes an idle connection. */
    private static final long STALE_NANOS = Duration.ofSeconds(8).toNanos();

    private final Socket socket;
    private final InputStream in;
    private long lastUse = System.nanoTime();
    private boolean open = true;

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    boolean isReusable() {
        return open && System.nanoTime() - lastUse < STALE_NANOS;
    }

    /** Asks for a page, with further headers, and returns when the first byte of its response is here. */
    void begin(String target, String cookies, String headers) throws IOException {
        send("GET", target, cookies, headers, "");
    }

    /** Sends a form, encoded for a URL, and returns when the first byte of the response is here. */
    void submit(String target, String cookies, String form) throws IOException {
        String headers = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n";
        send("POST", target, cookies, headers, form);
    }

    private void send(String method, String target, String cookies, String headers, String body) throws IOException {
        String request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n")
                + headers + "\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in.mark(1);
        if (in.read() < 0) {
            throw new EOFException("The server closed the connection instead of answering " + target);
        }
        in.reset();
    }

    /** Reads status and headers; the body is left for {@link #finish}. */
    Response head() throws IOException {
        int status = Integer.parseInt(readLine().split(" ", 3)[1]);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return new Response(status, headers, "");
    }

    /** Reads the body that belongs to the head. */
    Response finish(Response head) throws IOException {
        String body = new String(readBody(head.status(), head.headers()), StandardCharsets.UTF_8);
        lastUse = System.nanoTime();
        if (head.header("connection").contains("close")) {
            close();
        }
        return new Response(head.status(), head.headers(), body);
    }

    private byte[] readBody(int status, Map<String, List<String>> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        List<String> length = headers.get("content-length");
        if (length != null) {
            return exactly(Integer.parseInt(length.get(0)));
        }
        if (headers.containsKey("transfer-encoding")) {
            return readChunks();
        }
        open = false;
        return in.readAllBytes();
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readSize(); size > 0; size = readSize()) {
            body.writeBytes(exactly(size));
            readLine();
        }
        readLine();
        return body.toByteArray();
    }

    private int readSize() throws IOException {
        return Integer.parseInt(readLine(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The server closed the connection within a response");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The server closed the connection within a response");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
