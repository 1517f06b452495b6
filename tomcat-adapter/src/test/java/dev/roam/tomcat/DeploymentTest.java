package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.roam.tomcat.SessionsFactory.OpenSessions;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several contexts of one server, and those of them that do not start or stop as they should. */
class DeploymentTest {
    /** Held, or its level would be collected. Tomcat logs the failures that these tests provoke. */
    private static final Logger TOMCATS_LOG = Logger.getLogger("org.apache");

    private final Clustered cluster = Clustered.alone();

    @BeforeEach
    void quiet() {
        TOMCATS_LOG.setLevel(Level.parse(System.getProperty("test.tomcat.log", "OFF")));
    }

    private static void deploy(GuestNode node, String path, RoamManager manager) {
        node.deploy(path, manager, context -> {});
    }

    private static StandardContext context(GuestNode node, String path) {
        return (StandardContext) node.tomcat.getHost().findChild(path);
    }

    /** Its end is in the limit too: it would wait for a start that hangs. */
    @Test
    void contexts_that_start_in_parallel_share_one_node() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (GuestNode node = new GuestNode()) {
                ((StandardHost) node.tomcat.getHost()).setStartStopThreads(4);
                for (int i = 0; i < 4; i++) {
                    deploy(node, "/guest" + i, cluster.manager());
                }
                node.start();
                for (int i = 0; i < 4; i++) {
                    assertThat(node.get("/guest" + i + "/cart", null).body()).isEqualTo("1");
                }
            }
        });
    }

    @Test
    void a_context_with_other_options_of_the_node_is_refused_by_both_values_and_the_first_one_goes_on()
            throws Exception {
        RoamManager second = cluster.manager();
        second.setMinMembers("2");
        try (GuestNode node = new GuestNode()) {
            deploy(node, "/first", cluster.manager());
            deploy(node, "/second", second);
            node.start();

            assertThat(context(node, "/second").getState().isAvailable()).isFalse();
            assertThatThrownBy(second::start).hasMessageContaining("minMembers is '1', not '2'");
            assertThat(node.get("/first/cart", null).body()).isEqualTo("1");
        }
    }

    @Test
    void two_contexts_of_one_name_are_refused_and_the_first_one_goes_on() throws Exception {
        RoamManager first = cluster.manager();
        first.setApplication("shop");
        RoamManager second = cluster.manager();
        second.setApplication("shop");
        try (GuestNode node = new GuestNode()) {
            deploy(node, "/first", first);
            deploy(node, "/second", second);
            node.start();

            assertThat(context(node, "/second").getState().isAvailable()).isFalse();
            assertThatThrownBy(second::start).hasMessageContaining("'shop' is already open on this node");
            assertThat(node.get("/first/cart", null).body()).isEqualTo("1");
        }
    }

    @Test
    void a_context_that_fails_later_in_its_start_gives_everything_back_and_can_be_started_again() throws Exception {
        FilterDef missing = new FilterDef();
        missing.setFilterName("missing");
        missing.setFilterClass("no.such.Filter");
        try (GuestNode node = new GuestNode()) {
            node.deploy("/guest", cluster.manager(), context -> context.addFilterDef(missing));
            node.start();
            StandardContext context = context(node, "/guest");
            assertThat(context.getState()).isEqualTo(LifecycleState.STOPPED);

            context.removeFilterDef(missing);
            context.start();

            assertThat(node.get("/guest/cart", null).body()).isEqualTo("1");
        }
    }

    @Test
    void a_server_that_has_stopped_has_left_the_cluster_also_after_a_context_that_failed() throws Exception {
        RoamManager wrong = cluster.manager();
        wrong.setReapInterval("never");
        try (GuestNode node = new GuestNode()) {
            deploy(node, "/right", cluster.manager());
            deploy(node, "/wrong", wrong);
            node.start();
            assertThat(threadsOfMembers()).isPositive();
            node.tomcat.stop();
            expectNoMember();

            // Another cluster: a node that had stayed would refuse its name.
            node.tomcat.getHost().removeChild(context(node, "/right"));
            node.tomcat.getHost().removeChild(context(node, "/wrong"));
            deploy(node, "/other", Clustered.alone().manager());
            node.start();
            assertThat(node.get("/other/cart", null).body()).isEqualTo("1");
        }
        expectNoMember();
    }

    /** Hazelcast's threads end a moment after the member has. */
    private static void expectNoMember() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threadsOfMembers() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(threadsOfMembers()).isZero();
    }

    private static long threadsOfMembers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hz.roam-"))
                .count();
    }

    @Test
    void a_failure_to_close_leaves_nothing_of_the_context_running() throws Exception {
        TestStore store = new TestStore();
        AtomicInteger released = new AtomicInteger();
        RoamManager manager = new RoamManager((node, application, container, server) -> {
            OpenSessions sessions = TestNode.sessions(store, application, container);
            return new OpenSessions(sessions.sessions(), () -> {
                released.incrementAndGet();
                throw new IllegalStateException("as the test wants it");
            });
        });
        List<String> told = new ArrayList<>();
        try (TestNode node = new TestNode(manager)
                .page("/begin", (request, response) -> request.getSession())
                .with(context -> context.addLifecycleListener(event -> {
                    if ("configure_start".equals(event.getType())) {
                        context.getServletContext().addListener(new Tells(told));
                    }
                }))
                .start()) {
            node.context.stop();

            assertThat(node.context.getState()).isEqualTo(LifecycleState.STOPPED);
            assertThat(told).containsExactly("destroyed");
            assertThat(released).hasValue(1);
            assertThat(node.context.getPipeline().getValves())
                    .noneMatch(valve -> valve.getClass().getSimpleName().equals("Gate"));
            node.context.start();
            assertThat(node.get("/begin", null).statusCode()).isEqualTo(200);
        }
    }

    private record Tells(List<String> told) implements ServletContextListener {
        @Override
        public void contextDestroyed(ServletContextEvent event) {
            told.add("destroyed");
        }
    }
}
