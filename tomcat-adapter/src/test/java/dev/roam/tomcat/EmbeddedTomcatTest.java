package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.NodeOptions;
import dev.roam.cluster.EmbeddedCluster;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat embedded in a program, as the README shows it; the other node of the cluster is a bare member. */
class EmbeddedTomcatTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Clustered here = Clustered.alone();
    private final String members =
            "127.0.0.1:" + here.port() + ",127.0.0.1:" + Clustered.alone().port();

    @TempDir
    private Path folder = Path.of("given by JUnit");

    private Tomcat program() throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("/shop", folder.toString());
        context.addLifecycleListener(event -> {
            if ("configure_start".equals(event.getType())) {
                Tomcat.addServlet(context, "count", new Count());
                context.addServletMappingDecoded("/*", "count");
            }
        });

        RoamManager manager = new RoamManager();
        manager.setMembers(members);
        manager.setPort(here.port());
        manager.setClusterName(here.name());
        context.setManager(manager);
        tomcat.start();
        return tomcat;
    }

    @Test
    void a_program_joins_with_its_start_leaves_with_its_stop_and_may_do_so_again() throws Exception {
        NodeOptions other = NodeOptions.parse(Map.of(
                "members",
                members,
                "clusterName",
                here.name(),
                "port",
                members.substring(members.lastIndexOf(':') + 1)));
        try (EmbeddedCluster cluster = EmbeddedCluster.join(other)) {
            Tomcat tomcat = program();
            awaitMembers(cluster, 2);
            HttpResponse<String> first = get(tomcat, null);
            assertThat(first.body()).isEqualTo("1");
            String cookie = TestNode.newCookie(first);

            tomcat.stop();
            awaitMembers(cluster, 1);
            tomcat.start();
            awaitMembers(cluster, 2);
            assertThat(get(tomcat, cookie).body()).isEqualTo("2");

            tomcat.stop();
            tomcat.destroy();
            awaitMembers(cluster, 1);
            Tomcat next = program();
            assertThat(get(next, cookie).body()).isEqualTo("3");
            next.stop();
            next.destroy();
            awaitMembers(cluster, 1);
        }
    }

    /** The other member hears of a departure a moment after the one that leaves. */
    private static void awaitMembers(EmbeddedCluster cluster, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!cluster.describe().startsWith(count + " of ") && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(cluster.describe()).startsWith(count + " of ");
    }

    private static HttpResponse<String> get(Tomcat tomcat, @Nullable String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/shop/"));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
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
