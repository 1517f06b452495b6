package dev.roam.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server: a folder of its own, and a process that can be started, stopped, killed and started again. */
public abstract class Server implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LOG_LINES = 120;

    private final String name;
    private final Path base;
    private final Path log;
    private @Nullable Process process;

    /** Takes a new folder below {@code target}, where a build that was broken off leaves nothing behind for long. */
    protected Server(String name) {
        this.name = name;
        try {
            Path logs = Files.createDirectories(Path.of("target", "node-logs"));
            Path nodes = Files.createDirectories(Path.of("target", "nodes"));
            base = Files.createTempDirectory(nodes.toAbsolutePath(), name + "-");
            log = logs.toAbsolutePath().resolve(name + ".log");
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make a folder for " + name, e);
        }
    }

    /** The arguments of the virtual machine, to be run in {@link #base}. */
    protected abstract List<String> arguments();

    /** Returns when it does what it is there for. */
    public abstract void awaitReady();

    protected final Path base() {
        return base;
    }

    /** The file of that name in the server's folder, which is where its process runs. */
    public final Path file(String name) {
        return base.resolve(name);
    }

    public final long pid() {
        return running().pid();
    }

    public final boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Starts the process and returns at once. */
    public final void start() {
        if (isRunning()) {
            throw new IllegalStateException(this + " runs already");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments());
        try {
            process = new ProcessBuilder(command)
                    .directory(base.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start " + this, e);
        }
    }

    /** Asks the server to stop, as an operator does (SIGTERM), and returns when its process has ended. */
    public final void stop() {
        Process stopping = running();
        stopping.destroy();
        if (!ends(stopping)) {
            String tail = logTail();
            kill();
            throw new AssertionError(this + " did not stop within " + STOP + ":\n" + tail);
        }
    }

    /** Ends the process with no chance to do anything more (SIGKILL). */
    public final void kill() {
        Process dying = running();
        dying.destroyForcibly();
        if (!ends(dying)) {
            throw new AssertionError(this + " survived its kill");
        }
    }

    /** Lets the process stand still (SIGSTOP), as a hung machine does: its connections stay, and nobody answers on them. */
    public final void suspend() {
        signal("STOP");
    }

    /** Lets the process go on. */
    public final void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(this + " did not take the signal " + name);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot send " + name + " to " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + this + " was sent " + name, e);
        }
    }

    private static boolean ends(Process process) {
        try {
            return process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + process + " was ending", e);
        }
    }

    /** The end of what the server wrote. */
    public final String logTail() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(this + " was not started");
        }
        return process;
    }

    /** Kills the server and removes its folder; its log stays. */
    @Override
    public final void close() {
        if (isRunning()) {
            kill();
        }
        Folders.remove(base);
    }

    @Override
    public final String toString() {
        return name;
    }
}
