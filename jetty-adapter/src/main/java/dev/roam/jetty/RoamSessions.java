package dev.roam.jetty;

import dev.roam.ApplicationOptions;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.Options;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Roam as a bean of Jetty's server: every web application without a session cache of its own has its sessions in the cluster. The module {@code roam}
 * adds it; in code that is {@code server.addBean(new RoamSessions(Map.of("members", "10.0.0.1,10.0.0.2")))}.
 *
 * <p>The node joins the cluster when the server starts, before the first web application, and leaves it when the server has stopped, after the last one; Jetty
 * stops beans before its applications, so that is heard as the server's listener ({@code ContainerLifeCycle.addBean} makes one of every bean that can be one).
 *
 * <p>Thread-safe, but for {@link #setOption}, which is for the time before the start.
 */
public final class RoamSessions extends AbstractLifeCycle
        implements SessionCacheFactory, SessionDataStoreFactory, LifeCycle.Listener {
    /** Set by {@code start.jar} to the folder of the JETTY_BASE. */
    private static final String JETTY_BASE = "jetty.base";

    private final Map<String, String> options = new TreeMap<>();

    /** Guarded by this. */
    private @Nullable Node node;

    /** With default options, which {@link #setOption} changes. */
    public RoamSessions() {}

    /** @param options texts by the names of {@link Options}; those of an application are the defaults of all */
    public RoamSessions(Map<String, String> options) {
        options.forEach(this::setOption);
    }

    /**
     * Sets an option. Wrong names and values are refused at the start.
     *
     * @param name one of {@link Options#names}
     * @param value its text; null or empty: the default
     */
    public void setOption(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            options.remove(name);
        } else {
            options.put(name, value);
        }
    }

    /**
     * Joins the cluster.
     *
     * @throws OptionException if an option is wrong; the server does not start
     */
    @Override
    protected void doStart() throws Exception {
        ApplicationOptions.parse(options, "any"); // a mistake is better found now than by the first application
        node();
        super.doStart();
    }

    private synchronized Node node() {
        Node joined = node;
        if (joined == null) {
            joined = inOwnLoader(() -> Node.join(NodeOptions.parse(resolved(options))));
            node = joined;
        }
        return joined;
    }

    /** A relative path is one in the JETTY_BASE, as in Jetty's own options. */
    private static Map<String, String> resolved(Map<String, String> options) {
        Map<String, String> resolved = new TreeMap<>(options);
        String base = System.getProperty(JETTY_BASE);
        if (base != null) {
            resolved.computeIfPresent(
                    "hazelcastConfig",
                    (name, path) -> Path.of(base).resolve(path).toString());
        }
        return resolved;
    }

    /**
     * Whatever joins the cluster or opens an application starts threads, and a thread inherits the context class loader of the one that starts it: at that moment the
     * web application's, which would then never be collected.
     */
    static <T> T inOwnLoader(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(RoamSessions.class.getClassLoader());
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    @Override
    public void lifeCycleStopped(LifeCycle event) {
        leaveAfter(event);
    }

    @Override
    public void lifeCycleFailure(LifeCycle event, Throwable cause) {
        leaveAfter(event);
    }

    private void leaveAfter(LifeCycle event) {
        if (event instanceof Server) {
            leave();
        }
    }

    private synchronized void leave() {
        Node joined = node;
        node = null;
        if (joined != null) {
            joined.close();
        }
    }

    @Override
    public SessionCache getSessionCache(SessionManager manager) {
        return new RoamSessionCache(manager, new ClusterSessions(this::node, Map.copyOf(options)));
    }

    /** Jetty demands a store beside the cache; this one is never asked. */
    @Override
    public SessionDataStore getSessionDataStore(SessionManager manager) {
        return new NoSessionDataStore();
    }
}
