package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.NodeOptions;
import dev.roam.cluster.EmbeddedCluster;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jetty embedded in a program, as docs/jetty.md shows it; the other node of the cluster is a bare member. */
class EmbeddedJettyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String clusterName = "test-" + UUID.randomUUID();
    private final String port = freePort();
    private final String othersPort = freePort();
    private final String members = "127.0.0.1:" + port + ",127.0.0.1:" + othersPort;

    private Server program() throws Exception {
        Server server = new Server();
        server.addConnector(new ServerConnector(server));
        ServletContextHandler context = new ServletContextHandler("/shop", ServletContextHandler.SESSIONS);
        context.addServlet(new Count(), "/*");
        server.setHandler(context);

        RoamSessions roam = new RoamSessions(options(port));
        server.addBean(roam);

        server.start();
        return server;
    }

    @Test
    void a_program_joins_with_its_start_leaves_with_its_stop_and_may_do_so_again() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.join(NodeOptions.parse(options(othersPort)))) {
            Server server = program();
            awaitMembers(cluster, 2);
            HttpResponse<String> first = get(server, null);
            assertThat(first.body()).isEqualTo("1");
            String cookie = cookie(first);

            server.stop();
            awaitMembers(cluster, 1);
            server.start();
            awaitMembers(cluster, 2);
            assertThat(get(server, cookie).body()).isEqualTo("2");

            server.stop();
            server.destroy();
            awaitMembers(cluster, 1);
            Server next = program();
            assertThat(get(next, cookie).body()).isEqualTo("3");
            next.stop();
            awaitMembers(cluster, 1);
        }
    }

    private Map<String, String> options(String own) {
        return Map.of("members", members, "clusterName", clusterName, "port", own);
    }

    /** The other member hears of a departure a moment after the one that leaves. */
    private static void awaitMembers(EmbeddedCluster cluster, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!cluster.describe().startsWith(count + " of ") && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(cluster.describe()).startsWith(count + " of ");
    }

    private static HttpResponse<String> get(Server server, @Nullable String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                "http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/shop/"));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String cookie(HttpResponse<?> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    }

    private static String freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Count extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            HttpSession session = request.getSession();
            Integer before = (Integer) session.getAttribute("count");
            int count = before == null ? 1 : before + 1;
            session.setAttribute("count", count);
            response.getWriter().print(count);
        }
    }
}
