package dev.roam.tomcat;

import dev.roam.tomcat.guest.Guest;
import dev.roam.tomcat.guest.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** A Tomcat of this JVM whose applications bring classes of their own, those of {@code dev.roam.tomcat.guest}, each in a class loader of its own. */
final class GuestNode implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Tomcat tomcat = new Tomcat();
    private final Path folder;

    GuestNode() throws IOException {
        Path base = Files.createTempDirectory("roam-guests");
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        folder = base.resolve("guest");
        copyClasses(Files.createDirectories(folder.resolve("WEB-INF/classes/dev/roam/tomcat/guest")));
    }

    static void copyClasses(Path to) throws IOException {
        try (Stream<Path> classes = Files.list(
                Path.of(Objects.requireNonNull(Guest.class.getResource(".")).toURI()))) {
            for (Path file : classes.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    GuestNode start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    /** Adds the application under a path; starts it if the server runs. */
    Context deploy(String path, Manager manager, Consumer<StandardContext> configuration) {
        StandardContext context = new StandardContext();
        context.setName(path);
        context.setPath(path);
        context.setDocBase(folder.toString());
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.addLifecycleListener(event -> {
            if (Lifecycle.CONFIGURE_START_EVENT.equals(event.getType())) {
                addServlet(context); // each time: a reload forgets them
            }
        });
        context.setUnloadDelay(40);
        context.setRealm(new Employees());
        context.setManager(manager);
        configuration.accept(context);
        tomcat.getHost().addChild(context);
        return context;
    }

    private static void addServlet(Context context) {
        Wrapper wrapper = Tomcat.addServlet(context, "guest", Guest.class.getName());
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "guest");
        context.addApplicationListener(Listener.class.getName());
    }

    /** Gives the running application the latches of its page {@code /hold}; that many requests are awaited by {@link Held#await}. */
    static Held hold(Context context, int requests) {
        Held held = new Held(new CountDownLatch(requests), new CountDownLatch(1));
        context.getServletContext().setAttribute("entered", held.entered);
        context.getServletContext().setAttribute("released", held.released);
        return held;
    }

    record Held(CountDownLatch entered, CountDownLatch released) {
        void await() throws InterruptedException {
            if (!entered.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the requests did not come");
            }
        }
    }

    HttpResponse<String> get(String page, @Nullable String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + page))
                .timeout(Duration.ofSeconds(20));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(page, e);
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Knows everybody, by a principal of the application's own class. */
    private static final class Employees extends RealmBase {
        @Override
        public Principal authenticate(String user, String password) {
            return new GenericPrincipal(user, List.of(), employee(user), null);
        }

        private Principal employee(String user) {
            try {
                ClassLoader application = ((Context) getContainer()).getLoader().getClassLoader();
                return (Principal) application
                        .loadClass("dev.roam.tomcat.guest.Employee")
                        .getConstructor(String.class)
                        .newInstance(user);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected @Nullable String getPassword(String user) {
            return null;
        }

        @Override
        protected @Nullable Principal getPrincipal(String user) {
            return null;
        }
    }
}
