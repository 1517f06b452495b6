package dev.roam.it.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A server with a container in it. Both the probe at {@link #PROBE} and a second copy of it at {@link #OTHER} run in it. */
public abstract class Node extends Server {

    public static final String PROBE = "/probe";
    public static final String OTHER = "/other";

    private static final Duration START = Duration.ofSeconds(90);

    private final NodeSettings settings;

    protected Node(NodeSettings settings) {
        super(settings.name());
        this.settings = settings;
    }

    /** Puts the probe under another path too, {@code /path##version}, while the server runs or before; a running one has to be told. */
    public abstract void deploy(String name);

    /** Takes the folder of an application away; a running server has to be told. */
    public abstract void undeploy(String name);

    /** The command that starts the server, without the virtual machine's own options. */
    protected abstract List<String> command();

    @Override
    protected final List<String> arguments() {
        return Stream.concat(settings.jvm().stream(), command().stream()).toList();
    }

    protected final NodeSettings settings() {
        return settings;
    }

    public final int port() {
        return settings.port();
    }

    /** Returns when the probe answers. Any answer but its own is a failure at once: the server is up, the application is not. */
    @Override
    public final void awaitReady() {
        try (Browser browser = new Browser()) {
            Await.until(this + " answers", START, () -> {
                if (!isRunning()) {
                    throw new IllegalStateException(this + " has ended");
                }
                browser.get(this, "/ping").expect(200);
                return true;
            });
        } catch (AssertionError | IOException e) {
            throw new IllegalStateException(this + " does not start:\n" + logTail(), e);
        }
    }
}
