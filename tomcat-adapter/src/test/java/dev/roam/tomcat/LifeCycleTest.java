package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.tomcat.SessionsFactory.OpenSessions;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.Valve;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.apache.catalina.session.StandardManager;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private final TestStore store = new TestStore();

    private TestNode node() {
        return TestNode.on(store).page("/count", (request, response) -> {
            HttpSession session = request.getSession();
            Integer count = (Integer) session.getAttribute("count");
            session.setAttribute("count", count == null ? 1 : count + 1);
            response.getWriter().print(session.getAttribute("count"));
        });
    }

    private static List<String> valves(Context context) {
        return Arrays.stream(context.getPipeline().getValves())
                .map(valve -> valve.getClass().getSimpleName())
                .toList();
    }

    @Test
    void valves_stand_around_the_authenticator_and_are_gone_when_the_manager_is() throws Exception {
        try (TestNode node = node().start()) {
            List<String> running =
                    List.of("RequestValve", "Gate", "NonLoginAuthenticator", "Gate", "StandardContextValve");
            assertThat(valves(node.context)).isEqualTo(running);

            node.context.reload();
            node.context.reload();
            assertThat(valves(node.context)).startsWith("RequestValve").containsOnlyOnce("RequestValve");
            assertThat(valves(node.context).stream().filter("Gate"::equals)).hasSize(2);

            node.context.stop();
            assertThat(valves(node.context)).doesNotContain("Gate");
            node.context.setManager(new StandardManager());
            assertThat(valves(node.context)).doesNotContain("Gate", "RequestValve");
        }
    }

    @Test
    void an_application_with_a_manager_of_its_own_keeps_it() {
        try (TestNode node = node().with(context -> context.setManager(new StandardManager()))
                .start()) {
            assertThat(valves(node.context)).doesNotContain("Gate", "RequestValve");
            assertThat(node.get("/count", null).body()).isEqualTo("1");
            assertThat(store.asked).isEmpty();
        }
    }

    @Test
    void sessions_survive_a_reload() {
        try (TestNode node = node().start()) {
            String cookie = TestNode.newCookie(node.get("/count", null));

            node.context.reload();

            assertThat(node.get("/count", cookie).body()).isEqualTo("2");
        }
    }

    @Test
    void a_wrong_option_stops_the_context_and_says_what_is_allowed() {
        RoamManager manager = TestNode.manager(store);
        manager.setBackupCount("seven");
        try (TestNode node = new TestNode(manager).start()) {
            assertThat(node.context.getState()).isEqualTo(LifecycleState.STOPPED);
            assertThatThrownBy(manager::start)
                    .isInstanceOf(LifecycleException.class)
                    .hasMessageContainingAll("backupCount", "seven", "0 to 6");
        }
    }

    @Test
    void the_default_name_of_an_application_is_its_host_path_and_version() {
        RoamManager[] managers = {TestNode.manager(store), TestNode.manager(store)};
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < managers.length; i++) {
            RoamManager manager = new RoamManager((node, application, container, server) -> {
                names.append(application.application()).append(' ');
                throw new dev.roam.StoreException("not in this test");
            });
            String name = i == 0 ? "/app" : "/app##2";
            try (TestNode node =
                    new TestNode(manager).with(context -> context.setName(name)).start()) {
                assertThat(node.context.getState()).isEqualTo(LifecycleState.STOPPED);
            }
        }
        assertThat(names).hasToString("localhost/app localhost/app##2 ");
    }

    @Test
    void the_manager_is_seen_and_works_through_jmx() throws Exception {
        try (TestNode node = node().start()) {
            String cookie = TestNode.newCookie(node.get("/count", null));
            String id = cookie.substring("JSESSIONID=".length());
            MBeanServer server = Registry.getRegistry(null, null).getMBeanServer();
            var name = Objects.requireNonNull(node.manager().getObjectName());

            assertThat(server.getAttribute(name, "activeSessions")).isEqualTo(1);
            assertThat(server.getAttribute(name, "activeSessionsFull")).isEqualTo(1);
            assertThat(invoke(server, name, "listSessionIds")).isEqualTo(id + " ");
            assertThat(invoke(server, name, "getSessionAttribute", id, "count")).isEqualTo("1");
            invoke(server, name, "expireSession", id);

            assertThat(server.getAttribute(name, "activeSessions")).isEqualTo(0);
            assertThat(server.getAttribute(name, "expiredSessions")).isEqualTo(1L);
            assertThat(node.get("/count", cookie).body()).isEqualTo("1");
        }
    }

    private static Object invoke(MBeanServer server, javax.management.ObjectName name, String operation, String... args)
            throws Exception {
        String[] types = new String[args.length];
        Arrays.fill(types, "java.lang.String");
        return server.invoke(name, operation, args, types);
    }

    @Test
    void a_due_session_is_ended_once_with_its_events() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        RoamManager manager = TestNode.manager(store);
        manager.setReapInterval("100ms");
        TestNode node = new TestNode(manager)
                .page("/begin", (request, response) -> request.getSession().setAttribute("end", new Ends(ended)))
                .start();
        try (node) {
            Ends.loader = null;
            node.get("/begin", null);

            store.ahead.addAndGet(TimeUnit.HOURS.toMillis(2));

            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Ends.loader).isSameAs(node.context.getLoader().getClassLoader());
        }
    }

    /** Stays on its node, because it cannot be encoded; tells when it is unbound. */
    static final class Ends implements jakarta.servlet.http.HttpSessionBindingListener {
        static volatile @Nullable ClassLoader loader;
        private final CountDownLatch ended;

        Ends(CountDownLatch ended) {
            this.ended = ended;
        }

        @Override
        public void valueUnbound(jakarta.servlet.http.HttpSessionBindingEvent event) {
            loader = Thread.currentThread().getContextClassLoader();
            ended.countDown();
        }
    }

    @Test
    void the_manager_application_finds_and_ends_a_session_of_another_node() throws Exception {
        try (TestNode one = node().start();
                TestNode other = node().start()) {
            String cookie = TestNode.newCookie(one.get("/count", null));

            Session session = other.manager().findSession(cookie.substring("JSESSIONID=".length()));
            assertThat(session).isNotNull();
            Objects.requireNonNull(session).expire();

            assertThat(one.get("/count", cookie).body()).isEqualTo("1");
            assertThat(one.manager().getActiveSessions()).isEqualTo(1);
        }
    }

    @Test
    void more_sessions_than_allowed_are_refused() {
        RoamManager manager = TestNode.manager(store);
        manager.setMaxActiveSessions(2);
        try (TestNode node = new TestNode(manager)
                .page("/begin", (request, response) -> request.getSession())
                .start()) {
            assertThat(node.get("/begin", null).statusCode()).isEqualTo(200);
            assertThat(node.get("/begin", null).statusCode()).isEqualTo(200);
            assertThat(node.get("/begin", null).statusCode()).isEqualTo(500);
            assertThat(manager.getRejectedSessions()).isEqualTo(1);
        }
    }

    @Test
    void a_valve_of_the_users_before_the_authenticator_gets_the_truth() {
        StringBuilder seen = new StringBuilder();
        try (TestNode node = node().with(context -> context.getPipeline().addValve(new Looks(seen)))
                .start()) {
            node.get("/missing", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF");

            assertThat(seen).hasToString("none");
            assertThat(valves(node.context)).startsWith("RequestValve", "Looks", "Gate");
        }
    }

    @Test
    void an_authenticator_before_the_manager_stops_the_context_and_gives_its_name_back() throws Exception {
        AtomicInteger open = new AtomicInteger();
        RoamManager manager = new RoamManager((node, application, container, server) -> {
            open.incrementAndGet();
            OpenSessions sessions = TestNode.sessions(store, application, container);
            return new OpenSessions(sessions.sessions(), open::decrementAndGet);
        });
        try (TestNode node = new TestNode(new StandardManager())) {
            node.context.getPipeline().addValve(new BasicAuthenticator());
            node.context.setManager(manager);
            node.start();

            assertThat(node.context.getState().isAvailable()).isFalse();
            assertThat(open).hasValue(0);
            assertThatThrownBy(() -> new AuthenticatorGates().insert(node.context))
                    .isInstanceOf(LifecycleException.class)
                    .hasMessageContaining("BasicAuthenticator")
                    .hasMessageContaining("behind the <Manager> element");
        }
    }

    @Test
    void every_authenticator_of_a_context_stands_between_gates() {
        try (TestNode node = node().with(context -> {
                    context.getPipeline().addValve(new BasicAuthenticator());
                    context.getPipeline().addValve(new NonLoginAuthenticator());
                })
                .start()) {
            assertThat(valves(node.context))
                    .startsWith(
                            "RequestValve",
                            "Gate",
                            "BasicAuthenticator",
                            "Gate",
                            "Gate",
                            "NonLoginAuthenticator",
                            "Gate");
        }
    }

    @Test
    void the_manager_counts_what_it_created_and_draws_ids_without_asking() {
        try (TestNode node = node().start()) {
            node.get("/count", null);
            node.get("/count", null);

            assertThat(store.asked).hasSize(2);
            node.context.reload();
            assertThat(node.manager().getSessionCounter()).isEqualTo(2);
            assertThat(new HeldSessions(() -> {
                                throw new AssertionError("looked up");
                            })
                            .containsKey("0123456789ABCDEF"))
                    .isFalse();
        }
    }

    private static final class Looks extends org.apache.catalina.valves.ValveBase {
        private final StringBuilder seen;

        Looks(StringBuilder seen) {
            super(true);
            this.seen = seen;
        }

        @Override
        public void invoke(
                org.apache.catalina.connector.Request request, org.apache.catalina.connector.Response response)
                throws java.io.IOException, jakarta.servlet.ServletException {
            seen.append(request.getSession(false) == null ? "none" : "there");
            Valve next = getNext();
            next.invoke(request, response);
        }
    }
}
