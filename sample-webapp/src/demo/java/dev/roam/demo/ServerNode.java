package dev.roam.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server in a process of its own, which can die and be started again. Thread-safe. */
abstract class ServerNode implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final int LOG_LINES = 30;

    private final String name;
    private final Installation server;
    private final Path base;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private @Nullable Process process;
    private boolean closed;

    /** @param base the folder of this instance, which {@link #install} makes */
    ServerNode(String name, Installation server, Path base, int port) {
        this.name = name;
        this.server = server;
        this.base = base;
        this.port = port;
    }

    /** Writes how this kind of server is configured: its port, and Roam with these options, or not at all if there are none. */
    abstract void configure(Map<String, String> roam) throws IOException;

    /** What {@code java} needs to run this kind of server. */
    abstract List<String> arguments();

    /**
     * Lays out the folder, with one web application as the root of {@link #address}: here all is done that a user would do to put Roam into a server.
     *
     * @param roam options of Roam by name, which count if there is a drop-in
     */
    final void install(Path war, Map<String, String> roam) throws IOException {
        for (String folder : new String[] {"logs", "temp", "webapps"}) {
            Files.createDirectories(base.resolve(folder));
        }
        Files.copy(war, base.resolve("webapps/ROOT.war"));
        Path dropIn = server.dropIn();
        configure(dropIn == null ? Map.of() : roam);
        if (dropIn != null) {
            DropIn.unpack(dropIn, base);
        }
    }

    final Path home() {
        return server.home();
    }

    final Path base() {
        return base;
    }

    final int port() {
        return port;
    }

    final String name() {
        return name;
    }

    final URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the server prints. */
    final Path log() {
        return base.resolve("logs/console.log");
    }

    final synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Starts the process, unless it runs, without waiting until it serves.
     *
     * @throws IOException if it cannot be started, or after {@link #close}
     */
    final synchronized void start() throws IOException {
        if (closed) {
            throw new IOException(name + " is closed");
        }
        if (isRunning()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dnode.name=" + name,
                "-Dhazelcast.phone.home.enabled=false",
                "-Djava.io.tmpdir=" + base.resolve("temp")));
        command.addAll(arguments());
        process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /**
     * Waits until the started node serves the application.
     *
     * @throws IOException if it ends, answers with an error, or takes too long; with the end of its log
     */
    final void awaitReady(Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Process started = started();
        while (!serves()) {
            if (started.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failed("ended while it was starting");
            }
            if (System.nanoTime() - deadline > 0) {
                throw failed("did not answer within " + atMost.toSeconds() + " s");
            }
        }
    }

    /** Ends the process as {@code kill -9} does: it gets no chance to hand anything over. */
    final synchronized void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends the process for good. At once, since all that it could still hand over goes with the demo. */
    @Override
    public final synchronized void close() {
        closed = true;
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    private synchronized Process started() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private boolean serves() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address()).timeout(ANSWER).build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw failed("is up, but answers " + status);
            }
            return true;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private IOException failed(String how) throws IOException {
        List<String> lines = Files.readAllLines(log());
        List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        return new IOException("%s %s. The end of its log:%n%s".formatted(name, how, String.join(System.lineSeparator(), end)));
    }
}
