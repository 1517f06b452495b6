package dev.roam.it.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A user's WebSocket to a node: one answer for each message. Not thread-safe. */
public final class Socket implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Socket(Node node, String path, @Nullable String sessionId) {
        socket = CLIENT.newWebSocketBuilder()
                .header("Cookie", "JSESSIONID=" + sessionId)
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + Node.PROBE + path), new Ears())
                .orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Opens a socket of the probe with the user's session. */
    public static Socket open(Node node, String path, Browser user) {
        return new Socket(node, path, user.sessionId());
    }

    /** Sends a message and returns its answer. */
    public String ask(String message) throws IOException, InterruptedException {
        var sent = socket.sendText(message, true);
        String answer = answers.poll(ANSWER.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
            throw new IOException("No answer to " + message + ", sent: " + sent + ", closed: " + closed);
        }
        return answer;
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Returns the status with which the server closes the socket; fails when it does not. */
    public int closedWith(Duration atMost) throws InterruptedException, ExecutionException {
        try {
            return closed.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Still open after " + atMost, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ears implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            answers.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
