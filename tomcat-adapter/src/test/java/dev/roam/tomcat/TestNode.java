package dev.roam.tomcat;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import dev.roam.copy.SessionCopy;
import dev.roam.session.ApplicationSessions;
import dev.roam.store.Store;
import dev.roam.tomcat.SessionsFactory.OpenSessions;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** A Tomcat of this JVM with one application, {@code /app}, whose pages are given by the test. */
final class TestNode implements AutoCloseable {
    /** What a page does. */
    @FunctionalInterface
    interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Held, or their levels would be collected. Tomcat logs what these tests provoke: exceptions of pages, JVM options. */
    private static final List<Logger> TOMCATS_LOGS = List.of(
            Logger.getLogger("org.apache"),
            Logger.getLogger("org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/app]"));

    final Tomcat tomcat = new Tomcat();
    final Context context;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** Not started yet. */
    TestNode(Manager manager) {
        try {
            Path base = Files.createTempDirectory("roam-tomcat");
            base.toFile().deleteOnExit();
            tomcat.setBaseDir(base.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tomcat.setPort(0);
        tomcat.getConnector();
        context = tomcat.addContext("/app", tomcat.getServer().getCatalinaBase().toString());
        context.setManager(manager);
        Level level = Level.parse(System.getProperty("test.tomcat.log", "OFF"));
        TOMCATS_LOGS.forEach(log -> log.setLevel(level)); // after addContext, which sets one of them
        context.addLifecycleListener(event -> {
            if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
                addPages(); // each time: a reload forgets them
            }
        });
    }

    private void addPages() {
        Wrapper wrapper = Tomcat.addServlet(context, "pages", new Pages());
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "pages");
    }

    /** A node whose sessions are in a store of the test's. */
    static TestNode on(TestStore store) {
        return new TestNode(manager(store));
    }

    static RoamManager manager(TestStore store) {
        return manager(store, CoyoteAccess.ofThisTomcat());
    }

    static RoamManager manager(TestStore store, CoyoteAccess coyote) {
        return new RoamManager(
                (node, application, container, server) -> sessions(store, application, container), coyote);
    }

    /** An application's sessions in a store of the test's. */
    static OpenSessions sessions(Store store, ApplicationOptions application, Container<RoamSession> container) {
        ApplicationSessions<RoamSession> sessions = new ApplicationSessions<>(
                application,
                container,
                store,
                Codecs.of(application.serializer(), Objects.requireNonNull(container.loader()), SerialFilter.of(null)),
                new Random(),
                () -> {});
        sessions.start();
        return new OpenSessions(sessions, () -> {});
    }

    TestNode page(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    TestNode with(Consumer<Context> configuration) {
        configuration.accept(context);
        return this;
    }

    TestNode start() {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    RoamManager manager() {
        return (RoamManager) context.getManager();
    }

    /** The session of a cookie, as this node has it. */
    RoamSession session(String cookie) throws IOException {
        return (RoamSession) Objects.requireNonNull(manager().findSession(cookie.replace("JSESSIONID=", "")));
    }

    /** Whether no request uses a session any more. Tomcat ends the access after the response has left, so a moment may pass. */
    static boolean comesToRest(RoamSession session) {
        SessionCopy<?> copy = (SessionCopy<?>) session.copy();
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (copy.inUse() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return !copy.inUse();
    }

    /** Waits for another thread, which will not take long. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("not within 20 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a context with a stock manager, whose every page under {@code /stock} uses its session and answers with {@link Manners#BIG}. */
    TestNode stockContext() {
        Context stock =
                tomcat.addContext("/stock", tomcat.getServer().getCatalinaBase().toString());
        Tomcat.addServlet(stock, "stock", new StockPage());
        stock.addServletMappingDecoded("/*", "stock");
        return this;
    }

    private static final class StockPage extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getSession().setAttribute("value", "of the stock manager");
            response.getOutputStream().write(Manners.BIG);
        }
    }

    HttpResponse<String> get(String path, @Nullable String cookie) {
        return send("GET", path, cookie, "");
    }

    HttpResponse<String> send(String method, String path, @Nullable String cookie, String body) {
        return send(method, path, cookie, null, body);
    }

    /** Sends a request with the header {@code Authorization}, if there is one. */
    HttpResponse<String> send(
            String method, String path, @Nullable String cookie, @Nullable String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/app" + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The cookie of the session that a response must have brought. */
    static String newCookie(HttpResponse<?> response) {
        return Objects.requireNonNull(cookie(response), "no cookie with status " + response.statusCode());
    }

    /** The cookie of the session that a response brought, or null. */
    static @Nullable String cookie(HttpResponse<?> response) {
        return cookie(response, "JSESSIONID");
    }

    /** The cookie of that name that a response brought, or null. */
    static @Nullable String cookie(HttpResponse<?> response, String name) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(0, (cookie + ";").indexOf(';')))
                .reduce((first, last) -> last)
                .orElse(null);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
            String path = String.valueOf(included != null ? included : request.getPathInfo());
            Page page = pages.get(path);
            if (page == null) {
                response.sendError(404);
            } else {
                page.serve(request, response);
            }
        }
    }
}
