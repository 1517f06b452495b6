package dev.roam.jetty;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.Sessions;
import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import dev.roam.session.ApplicationSessions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.EventListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStoreFactory;

/** A Jetty with contexts whose sessions are in shared records: one at the root, and others by their paths. The session handlers are Jetty's own, unmodified. */
final class TestNode {
    /** What a path does. */
    interface Action {
        void run(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection(true);
    private final Map<String, Action> actions;

    /** Not started yet; the root is there. */
    TestNode(String worker, SharedRecords records, Map<String, Action> actions, EventListener... listeners) {
        this(worker, cachesOf(records), actions, listeners);
    }

    TestNode(String worker, SessionCacheFactory caches, Map<String, Action> actions, EventListener... listeners) {
        this.actions = actions;
        server.addConnector(connector);
        server.addBean(caches);
        server.addBean((SessionDataStoreFactory) manager -> new NoSessionDataStore());
        DefaultSessionIdManager ids = new DefaultSessionIdManager(server);
        ids.setWorkerName(worker);
        server.addBean(ids, true);
        server.setHandler(contexts);
        context("/", listeners);
    }

    static SessionCacheFactory cachesOf(SharedRecords records) {
        return manager ->
                new RoamSessionCache(manager, (own, name, container) -> sessions(records, own, name, container));
    }

    static Sessions<RoamSession> sessions(
            SharedRecords records, Map<String, String> own, String name, Container<RoamSession> container) {
        Map<String, String> options = new HashMap<>(Map.of("reapInterval", "50ms", "storeTimeout", "1s"));
        options.putAll(own);
        ApplicationOptions application = ApplicationOptions.parse(options, name);
        ApplicationSessions<RoamSession> sessions = new ApplicationSessions<>(
                application,
                container,
                records.store(name),
                Codecs.of(application.serializer(), Objects.requireNonNull(container.loader()), SerialFilter.of(null)),
                new Random(),
                () -> {});
        sessions.start();
        return sessions;
    }

    /** Adds a context with the same actions. */
    ServletContextHandler context(String path, EventListener... listeners) {
        ServletContextHandler context = new ServletContextHandler(path, ServletContextHandler.SESSIONS);
        ServletHolder holder = new ServletHolder(new Actions(actions));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        for (EventListener listener : listeners) {
            context.addEventListener(listener);
        }
        context.setCrossContextDispatchSupported(true);
        context.getSessionHandler().setMaxInactiveInterval(60);
        context.getSessionHandler().setSessionPath("/");
        contexts.addHandler(context);
        return context;
    }

    TestNode start() throws Exception {
        server.start();
        return this;
    }

    Server server() {
        return server;
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + connector.getLocalPort() + path);
    }

    void stop() throws Exception {
        server.stop();
    }

    @SuppressWarnings("serial") // never serialised
    private static final class Actions extends HttpServlet {
        private final Map<String, Action> actions;

        Actions(Map<String, Action> actions) {
            this.actions = actions;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                Action action = actions.get(request.getPathInfo());
                if (action == null) {
                    response.sendError(404);
                } else {
                    action.run(request, response);
                }
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
