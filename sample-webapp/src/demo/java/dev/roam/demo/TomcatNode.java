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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One Tomcat in a process of its own, which can die and be started again. Thread-safe. */
final class TomcatNode implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final int LOG_LINES = 30;

    private final String name;
    private final Path home;
    private final Path base;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private @Nullable Process process;
    private boolean closed;

    /**
     * @param home an unpacked Tomcat
     * @param base what {@link CatalinaBase} made for the same port
     */
    TomcatNode(String name, Path home, Path base, int port) {
        this.name = name;
        this.home = home;
        this.base = base;
        this.port = port;
    }

    String name() {
        return name;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What Tomcat prints. */
    Path log() {
        return base.resolve("logs/console.log");
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Starts the process, unless it runs, without waiting until it serves.
     *
     * @throws IOException if it cannot be started, or after {@link #close}
     */
    synchronized void start() throws IOException {
        if (closed) {
            throw new IOException(name + " is closed");
        }
        if (isRunning()) {
            return;
        }
        String bin = home.resolve("bin").toString();
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dnode.name=" + name,
                        "-Dhazelcast.phone.home.enabled=false",
                        "-Dcatalina.home=" + home,
                        "-Dcatalina.base=" + base,
                        "-Djava.io.tmpdir=" + base.resolve("temp"),
                        "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                        "-cp",
                        Path.of(bin, "bootstrap.jar") + System.getProperty("path.separator") + Path.of(bin, "tomcat-juli.jar"),
                        "org.apache.catalina.startup.Bootstrap",
                        "start"))
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
    void awaitReady(Duration atMost) throws IOException, InterruptedException {
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
    synchronized void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends the process for good. At once, since all that it could still hand over goes with the demo. */
    @Override
    public synchronized void close() {
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
