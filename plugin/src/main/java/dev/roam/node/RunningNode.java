package dev.roam.node;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.Sessions;
import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import dev.roam.session.ApplicationSessions;
import dev.roam.store.Store;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node of this JVM, counted by its uses: every application is one, and an adapter holds one more for the server, so that the cluster is left when the
 * server stops and not with its last context.
 */
public final class RunningNode {
    private static final Logger LOG = System.getLogger(RunningNode.class.getName());

    /** The one static mutable state of Roam: the JVM's node. Guarded by the class. */
    private static @Nullable RunningNode running;

    private final NodeOptions options;
    private final StoreProvider cluster;
    private final SecureRandom random = new SecureRandom();
    /** Guarded by the class. */
    private int uses;

    /** Names of applications that are open on this node; guarded by itself. */
    private final Set<String> applications = new HashSet<>();

    RunningNode(NodeOptions options, StoreProvider cluster) {
        this.options = options;
        this.cluster = cluster;
    }

    /** See {@link Node#join}. */
    public static Node join(NodeOptions options) {
        return join(options, Clusters::join);
    }

    static synchronized Node join(NodeOptions options, Function<NodeOptions, StoreProvider> cluster) {
        RunningNode node = running;
        if (node == null) {
            node = new RunningNode(options, cluster.apply(options));
            running = node;
        } else {
            String difference = node.options.firstDifference(options);
            if (difference != null) {
                throw new OptionException(
                        "this JVM's node already runs with other options: " + difference
                                + "; the options of the node must be the same in all contexts, so set them in the server's context.xml alone");
            }
        }
        node.uses++;
        return node.new Use();
    }

    private static void release(RunningNode node) {
        synchronized (RunningNode.class) {
            node.uses--;
            if (node.uses > 0) {
                return;
            }
            if (running == node) {
                running = null;
            }
            node.cluster.close();
        }
    }

    private <S> Sessions<S> open(ApplicationOptions application, Container<S> container) {
        String name = application.application();
        synchronized (applications) {
            if (!applications.add(name)) {
                throw new OptionException("option application: '" + name
                        + "' is already open on this node; give each context an application name of its own");
            }
        }
        ApplicationSessions<S> sessions;
        try {
            sessions = sessions(application, container);
        } catch (RuntimeException | Error e) {
            closed(name);
            throw e;
        }
        try {
            sessions.start();
            LOG.log(
                    Level.INFO,
                    "Roam {0}: application {1}, {2}, options {3}",
                    version(),
                    name,
                    cluster.describe(),
                    differing(application));
            return sessions;
        } catch (RuntimeException | Error e) {
            sessions.close(); // its threads would hold on to the application
            throw e;
        }
    }

    private <S> ApplicationSessions<S> sessions(ApplicationOptions application, Container<S> container) {
        String name = application.application();
        Store store = cluster.open(application);
        SerialFilter filter = SerialFilter.of(application.serialFilter());
        ClassLoader loader = container.loader();
        if (loader == null) {
            throw new IllegalStateException("application " + name + " has no class loader: it is not started");
        }
        return new ApplicationSessions<>(
                application,
                container,
                store,
                Codecs.of(application.serializer(), loader, filter),
                random,
                () -> closed(name));
    }

    private void closed(String name) {
        synchronized (applications) {
            applications.remove(name);
        }
    }

    private String differing(ApplicationOptions application) {
        Map<String, String> all = new LinkedHashMap<>(options.differing());
        all.putAll(application.differing());
        return all.isEmpty() ? "all default" : all.toString();
    }

    /** See {@link Node#version}. */
    public static String version() {
        String version = RunningNode.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    /** One use of the node; closing it twice counts once. */
    private final class Use implements Node {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public <S> Sessions<S> open(ApplicationOptions application, Container<S> container) {
            return RunningNode.this.open(application, container);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(RunningNode.this);
            }
        }
    }
}
