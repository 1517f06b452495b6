package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.UserSession;
import dev.roam.record.Operation;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import org.apache.tomcat.util.modeler.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web application, and who manages the server, have the sessions of the cluster at hand without a request of theirs. */
class RegistryTest {
    /** What listeners heard on either node, and with which class loader. Static: values that are decoded must find it. */
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private final MBeanServer server = Registry.getRegistry(null, null).getMBeanServer();
    private final TestStore store = new TestStore();
    private final TestNode there = node();
    private final TestNode here = node();

    private TestNode node() {
        TestNode node = TestNode.on(store)
                .page("/login", (request, response) -> {
                    request.getSession().setAttribute("cart", "mug");
                    request.login("ann", "secret");
                })
                .page("/set", (request, response) -> request.getSession()
                        .setAttribute(request.getParameter("name"), request.getParameter("value")))
                .page("/read", (request, response) -> {
                    HttpSession session = request.getSession(false);
                    response.getWriter()
                            .print(
                                    session == null
                                            ? "none"
                                            : session.getAttribute(request.getParameter("name")) + " of "
                                                    + request.getRemoteUser() + " " + request.isUserInRole("buyer")
                                                    + " new " + session.isNew());
                })
                .page("/update", (request, response) -> {
                    request.getSession().setAttribute("own", "mine");
                    boolean done = registry(request.getServletContext().getAttribute(SessionRegistry.class.getName()))
                            .update("ann", request.getParameter("id"), session -> {
                                session.setAttribute("one", "1");
                                session.setAttribute("two", "2");
                            });
                    response.getWriter().print(done);
                });
        node.tomcat.addUser("ann", "secret");
        node.tomcat.addRole("ann", "buyer");
        node.with(context -> context.addApplicationListener(Heard.class.getName()));
        node.with(context -> context.setSessionTimeout(7));
        return node;
    }

    private static SessionRegistry registry(Object attribute) {
        return (SessionRegistry) Objects.requireNonNull(attribute);
    }

    private static SessionRegistry registry(TestNode node) {
        return registry(node.context.getServletContext().getAttribute(SessionRegistry.class.getName()));
    }

    /** Writes down what it hears. */
    public static final class Heard implements HttpSessionListener, HttpSessionAttributeListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            EVENTS.add("created " + event.getSession().isNew() + " " + isApplications(event));
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            EVENTS.add("destroyed " + event.getSession().getAttribute("cart") + " " + isApplications(event));
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            EVENTS.add("added " + event.getName());
        }

        private static boolean isApplications(HttpSessionEvent event) {
            return Thread.currentThread().getContextClassLoader()
                    == event.getSession().getServletContext().getClassLoader();
        }
    }

    /** Tells that it is bound. */
    private record Note(String text) implements HttpSessionBindingListener, Serializable {
        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            EVENTS.add("bound " + text);
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            EVENTS.add("unbound " + text);
        }
    }

    @BeforeEach
    void start() {
        EVENTS.clear();
        there.start();
        here.start();
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private static String id(String cookie) {
        return cookie.substring("JSESSIONID=".length());
    }

    private ObjectName bean() throws Exception {
        return new ObjectName(Objects.requireNonNull(here.manager().getObjectName())
                .toString()
                .replace("type=Manager", "type=Roam"));
    }

    private Object ask(String operation, String argument) throws Exception {
        return server.invoke(bean(), operation, new Object[] {argument}, new String[] {"java.lang.String"});
    }

    private String loggedIn(TestNode node) {
        return TestNode.newCookie(node.get("/login", TestNode.newCookie(node.get("/set?name=a&value=b", null))));
    }

    @Test
    void it_tells_of_a_session_of_another_node_and_ends_it_with_its_events_here() {
        String cookie = loggedIn(there);
        EVENTS.clear();

        SessionSummary summary = Objects.requireNonNull(registry(here).session(id(cookie) + ".route"));
        assertThat(summary.user()).isEqualTo("ann");
        assertThat(summary.maxInactive()).isEqualTo(420);
        assertThat(summary.attributes()).containsExactlyInAnyOrder("a", "cart");
        assertThat(registry(here).end(id(cookie))).isTrue();

        assertThat(EVENTS).containsExactly("destroyed mug true");
        assertThat(there.get("/read?name=cart", cookie).body()).isEqualTo("none");
        assertThat(registry(there).end(id(cookie))).isFalse();
    }

    @Test
    void a_session_that_it_makes_is_a_users_who_is_logged_in_on_every_node() {
        UserSession session = registry(here).create("bob", Set.of("buyer"));
        assertThat(EVENTS).containsExactly("created true true");
        session.setAttribute("cart", "pot");
        session.setAttribute("note", new Note("first"));
        assertThat(EVENTS).containsExactly("created true true", "added cart", "bound first", "added note");

        String cookie = "JSESSIONID=" + session.id();
        for (TestNode node : List.of(there, here)) {
            assertThat(node.get("/read?name=cart", cookie).body()).isEqualTo("pot of bob true new false");
        }
        assertThat(Objects.requireNonNull(registry(there).session(session.id())).maxInactive())
                .isEqualTo(420);
        assertThat(here.manager().getSessionCounter()).isEqualTo(1);
    }

    @Test
    void an_update_is_one_fetch_and_one_commit_and_its_listeners_are_told() {
        String cookie = loggedIn(there);
        here.get("/read?name=cart", cookie);
        EVENTS.clear();
        store.asked.clear();

        assertThat(registry(here).update("ann", id(cookie), session -> {
                    session.setAttribute("one", new Note("1"));
                    session.setAttribute("two", "2");
                    session.maxInactive(99);
                }))
                .isTrue();

        assertThat(store.asked)
                .extracting(operation -> operation.getClass().getSimpleName())
                .containsExactly("Fetch", "Commit");
        assertThat(EVENTS).containsExactly("bound 1", "added one", "added two");
        assertThat(there.get("/read?name=two", cookie).body()).startsWith("2 of ann");
    }

    @Test
    void a_request_of_somebody_else_updates_a_session_at_once_and_keeps_its_own() {
        String cookie = loggedIn(there);
        String admins = TestNode.newCookie(here.get("/set?name=a&value=b", null));
        store.asked.clear();

        assertThat(here.get("/update?id=" + id(cookie), admins).body()).isEqualTo("true");

        assertThat(store.asked).filteredOn(Operation.Commit.class::isInstance).hasSize(2);
        assertThat(there.get("/read?name=one", cookie).body()).startsWith("1 of ann");
        assertThat(there.get("/read?name=own", admins).body()).startsWith("mine");
        assertThat(there.get("/read?name=own", cookie).body()).startsWith("null");
    }

    @Test
    void a_request_may_update_the_session_that_it_is_in() {
        String cookie = loggedIn(there);

        assertThat(here.get("/update?id=" + id(cookie), cookie).body()).isEqualTo("true");

        assertThat(there.get("/read?name=one", cookie).body()).startsWith("1 of ann");
        assertThat(there.get("/read?name=own", cookie).body()).startsWith("mine");
    }

    @Test
    void an_update_of_a_session_that_ends_meanwhile_is_none() {
        String cookie = loggedIn(there);

        assertThat(registry(here).update("ann", id(cookie), session -> {
                    registry(there).end(id(cookie));
                    session.setAttribute("late", "x");
                }))
                .isFalse();
    }

    @Test
    void it_is_there_from_the_start_of_the_manager_to_its_stop() {
        List<Boolean> there = new CopyOnWriteArrayList<>();
        TestNode node = TestNode.on(store);
        node.with(context -> context.addServletContainerInitializer(
                (classes, application) -> application.addListener(new ServletContextListener() {
                    @Override
                    public void contextInitialized(ServletContextEvent event) {
                        there.add(event.getServletContext().getAttribute(SessionRegistry.class.getName()) != null);
                    }
                }),
                Set.of()));
        node.start();
        SessionRegistry registry = registry(node);
        var application = node.context.getServletContext();
        node.close();

        assertThat(there).as("Tomcat starts the manager after these listeners").containsExactly(false);
        assertThat(application.getAttribute(SessionRegistry.class.getName())).isNull();
        assertThatThrownBy(() -> registry.session("any"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("localhost/app has stopped on this node");
    }

    // -------------------------------------------------------------------- JMX

    @Test
    void every_operation_is_described_and_takes_and_gives_simple_types() throws Exception {
        Map<String, String> types = Map.of(
                "sessionsOf", "[Ljava.lang.String;",
                "session", "java.lang.String",
                "endSession", "boolean",
                "endSessionsOf", "int");
        MBeanOperationInfo[] operations = server.getMBeanInfo(bean()).getOperations();

        assertThat(Stream.of(operations).map(MBeanOperationInfo::getName))
                .containsExactlyInAnyOrderElementsOf(types.keySet());
        for (MBeanOperationInfo operation : operations) {
            assertThat(operation.getReturnType()).isEqualTo(types.get(operation.getName()));
            assertThat(Arrays.stream(operation.getSignature()).map(parameter -> parameter.getType()))
                    .containsExactly("java.lang.String");
            assertThat(operation.getDescription()).isNotEqualTo(operation.getName());
        }
    }

    @Test
    void a_console_finds_and_ends_a_session_and_reads_why_it_could_not() throws Exception {
        String cookie = loggedIn(there);
        String id = id(cookie);

        assertThat((String) ask("session", id + ".route"))
                .startsWith("id=" + id + " user=ann ")
                .endsWith("[a, cart]");
        assertThat(ask("session", "unknown")).isEqualTo("");
        assertThat((String[]) ask("sessionsOf", "nobody")).isEmpty();
        assertThat(ask("endSessionsOf", "nobody")).isEqualTo(0);
        store.down = true;
        assertThatThrownBy(() -> ask("endSession", id))
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("the test's store is down");
        store.down = false;
        assertThat(ask("endSession", id)).isEqualTo(true);
        assertThat(ask("endSession", id)).isEqualTo(false);
        assertThatThrownBy(() -> ask("none", id)).isInstanceOf(ReflectionException.class);
    }
}
