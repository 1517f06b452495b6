package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import dev.roam.OptionException;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Roam as a bean of a server that is started in code, with a real cluster of one member. */
@Timeout(120)
class RoamSessionsTest {
    /** Not the JVM's: what other tests have left there would be found. */
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private RoamSessions roam = new RoamSessions();

    @BeforeEach
    void prepare() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(contexts);
        try (ServerSocket free = new ServerSocket(0)) {
            String port = Integer.toString(free.getLocalPort());
            roam = new RoamSessions(Map.of(
                    "port",
                    port,
                    "members",
                    "127.0.0.1:" + port,
                    "clusterName",
                    "RoamSessionsTest-" + port,
                    "storeTimeout",
                    "60s"));
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private ServletContextHandler context(String path) {
        ServletContextHandler context = new ServletContextHandler(path, ServletContextHandler.SESSIONS);
        context.addServlet(new ServletHolder(new Counter()), "/*");
        contexts.addHandler(context);
        return context;
    }

    private String count(String path, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .header("Cookie", cookie)
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return response.body()
                + response.headers()
                        .firstValue("Set-Cookie")
                        .map(set -> " " + set.substring(0, set.indexOf(';')))
                        .orElse("");
    }

    @SuppressWarnings("serial") // never serialised
    private static final class Counter extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Integer count = (Integer) request.getSession().getAttribute("count");
            int next = count == null ? 1 : count + 1;
            request.getSession().setAttribute("count", next);
            response.getWriter().print(next);
        }
    }

    private static boolean inCluster() {
        return !Hazelcast.getAllHazelcastInstances().isEmpty();
    }

    @Test
    void a_session_outlives_its_web_application_and_the_cluster_is_left_after_the_last_one() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        ServletContextHandler context = context("/shop");
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                events.add("begins " + inCluster());
            }

            @Override
            public void contextDestroyed(ServletContextEvent event) {
                events.add("ends " + inCluster());
            }
        });
        server.addBean(roam);
        server.start();
        String cookie = count("/shop/", "none=").substring(2);

        context.stop();
        context.start();
        assertThat(count("/shop/", cookie)).isEqualTo("2");
        assertThat(count("/shop/", count("/shop/", "none=").substring(2)))
                .as("a session that it makes now")
                .isEqualTo("2");

        server.stop();
        assertThat(events).containsExactly("begins true", "ends true", "begins true", "ends true");
        assertThat(inCluster()).isFalse();
    }

    @Test
    void a_server_that_is_started_again_joins_again() throws Exception {
        context("/shop");
        server.addBean(roam);
        server.start();
        server.stop();
        server.start();

        assertThat(count("/shop/", "none=")).startsWith("1 ");
    }

    @Test
    void a_wrong_option_stops_the_start_and_is_named() {
        roam.setOption("touchInterval", "soon");
        server.addBean(roam);

        assertThatThrownBy(server::start)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("touchInterval", "soon");
    }

    @Test
    void an_option_that_does_not_exist_stops_the_start_and_the_nearest_is_named() {
        roam.setOption("touchIntervall", "3s");
        server.addBean(roam);

        assertThatThrownBy(server::start)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("touchIntervall", "did you mean touchInterval?");
    }

    @Test
    void an_empty_option_is_the_default() throws Exception {
        roam.setOption("touchInterval", "");
        server.addBean(roam);
        server.start();

        assertThat(server.isStarted()).isTrue();
    }

    @Test
    void a_web_application_may_have_options_of_its_own() throws Exception {
        context("/one").setAttribute("roam.application", "shop");
        context("/two");
        server.addBean(new MBeanContainer(beans));
        server.addBean(roam);
        server.start();

        assertThat(managed("application")).containsExactlyInAnyOrder("shop", "localhost/two");
        assertThat(managed("reachable")).containsExactly(true, true);
        count("/one/", "none=");
        assertThat(managed("clusterSessions")).containsExactlyInAnyOrder(1, 0);
        assertThat(managed("statistics")).hasSize(2).allMatch(all -> ((Map<?, ?>) all).containsKey("createP99Micros"));
    }

    private List<Object> managed(String attribute) throws Exception {
        List<Object> values = new CopyOnWriteArrayList<>();
        for (ObjectName name : beans.queryNames(new ObjectName("dev.roam.jetty:type=roamsessioncache,*"), null)) {
            values.add(beans.getAttribute(name, attribute));
        }
        return values;
    }

    @Test
    void an_option_of_the_server_is_refused_to_a_web_application() {
        context("/one").setAttribute("roam.backupCount", "2");
        server.addBean(roam);

        assertThatThrownBy(server::start)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("backupCount", "start.d/roam.ini");
    }

    @Test
    void two_web_applications_of_one_name_are_refused() {
        context("/one").setAttribute("roam.application", "shop");
        context("/two").setAttribute("roam.application", "shop");
        server.addBean(roam);

        assertThatThrownBy(server::start).isInstanceOf(OptionException.class).hasMessageContaining("'shop'");
    }
}
