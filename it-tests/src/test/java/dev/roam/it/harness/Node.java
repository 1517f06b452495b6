package dev.roam.it.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;

/** A server with a container in it. Both the probe at {@link #PROBE} and a second copy of it at {@link #OTHER} run in it. */
public abstract class Node extends Server {

    public static final String PROBE = "/probe";
    public static final String OTHER = "/other";

    private static final Duration START = Duration.ofSeconds(90);

    private final Container container;
    private final NodeSettings settings;

    protected Node(Container container, NodeSettings settings) {
        super(settings.name());
        this.container = container;
        this.settings = settings;
    }

    /** What follows the paths of the probe where it is deployed once more, for another environment of Jetty. */
    static String suffix(String environment) {
        return "-" + environment;
    }

    /** Puts the probe under another path too, {@code /path##version} on a Tomcat, while the server runs or before; a running one has to be told. */
    public final void deploy(String name) {
        deploy(Application.PROBE, name);
    }

    /** The same with another application. */
    public abstract void deploy(Application application, String name);

    /** Takes the folder of an application away; a running server has to be told. */
    public abstract void undeploy(String name);

    /** Tells the running server that an application has been deployed or undeployed, and returns when it has done what there is to do. */
    public abstract void look(String name) throws IOException, JMException;

    /** Takes the probe away from a running server and deploys it anew. */
    public final void redeploy(String path) throws IOException, JMException {
        undeploy(path);
        look(path);
        deploy(path);
        look(path);
    }

    /** Has the running server stop an application and start it again, with a new class loader. */
    public abstract void reload(String path) throws IOException, JMException;

    /** How many sessions of an application are in this node's memory, as the container's management tells. */
    public abstract int heldSessions(Management management, String path) throws IOException, JMException;

    /** How many sessions of an application there are in the whole cluster, as the container's management tells. */
    public abstract int allSessions(Management management, String path) throws IOException, JMException;

    /** What Roam has counted on this node for an application, by its name in docs/operations.md. */
    public abstract long counted(Management management, String path, String name) throws IOException, JMException;

    /** Has Roam's bean for an application do what an operation of one text does there. */
    public final Object ask(Management management, String path, String operation, String text)
            throws IOException, JMException {
        return management.invoke(beanOfSessions(management, path), operation, text);
    }

    /** The name of the bean that Roam has for the sessions of an application. */
    abstract String beanOfSessions(Management management, String path) throws IOException, JMException;

    /** The class of the loaders of web applications. */
    public final String loaderClass() {
        return container.loaderClass();
    }

    /** Patterns of the beans that the container has for its web applications. */
    public abstract List<String> beansOfApplications();

    /** The command that starts the server, without the virtual machine's own options. */
    protected abstract List<String> command();

    @Override
    protected final List<String> arguments() {
        return Stream.concat(settings.jvm().stream(), command().stream()).toList();
    }

    final Container container() {
        return container;
    }

    final NodeSettings settings() {
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
                    throw new AssertionError(this + " has ended");
                }
                browser.get(this, "/ping").expect(200);
                return true;
            });
        } catch (AssertionError | IOException e) {
            throw new IllegalStateException(this + " does not start:\n" + logTail(), e);
        }
    }
}
