package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.UserSession;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A web application, and who manages the server, have the sessions of the cluster at hand without a request of theirs. */
@Timeout(60)
class RegistryTest {
    private static final String REGISTRY = SessionRegistry.class.getName();

    /** What listeners heard on either node. Static: values that are decoded must find it. */
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();
    private final Contexts contextOfA = new Contexts();
    private final Contexts contextOfB = new Contexts();
    private final TestNode a = new TestNode("a", records, actions, new Heard("a"), contextOfA);
    private final TestNode b = new TestNode("b", records, actions, new Heard("b"), contextOfB);
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    /** Keeps the context, and whether it had a registry when it was initialized. */
    private static final class Contexts implements ServletContextListener {
        private @Nullable ServletContext context;
        private boolean early;

        @Override
        public void contextInitialized(ServletContextEvent event) {
            context = event.getServletContext();
            early = context.getAttribute(REGISTRY) != null;
        }

        SessionRegistry registry() {
            return (SessionRegistry)
                    Objects.requireNonNull(Objects.requireNonNull(context).getAttribute(REGISTRY));
        }
    }

    private record Heard(String node) implements HttpSessionListener, HttpSessionAttributeListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            EVENTS.add("created " + node + " " + event.getSession().isNew() + " " + isInScope());
        }

        @Override
        public void sessionDestroyed(HttpSessionEvent event) {
            EVENTS.add("destroyed " + node + " " + event.getSession().getAttribute("cart") + " " + isInScope());
        }

        @Override
        public void attributeAdded(HttpSessionBindingEvent event) {
            EVENTS.add("added " + event.getName());
        }

        private static boolean isInScope() {
            return ContextHandler.getCurrentContext() != null;
        }
    }

    /** Tells that it is bound. */
    private record Note(String text) implements HttpSessionBindingListener, Serializable {
        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            EVENTS.add("bound " + text);
        }
    }

    @BeforeEach
    void start() throws Exception {
        EVENTS.clear();
        actions.put("/set", (request, response) -> request.getSession()
                .setAttribute(request.getParameter("name"), request.getParameter("value")));
        actions.put("/read", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter()
                    .print(
                            session == null
                                    ? "none"
                                    : session.getAttribute(request.getParameter("name")) + " new " + session.isNew());
        });
        actions.put("/update", (request, response) -> {
            request.getSession().setAttribute("own", "mine");
            SessionRegistry registry = (SessionRegistry)
                    Objects.requireNonNull(request.getServletContext().getAttribute(REGISTRY));
            response.getWriter().print(registry.update("ann", request.getParameter("id"), session -> {
                session.setAttribute("one", "1");
                session.setAttribute("two", "2");
            }));
        });
        a.server().addBean(new MBeanContainer(beans));
        a.start();
        b.start();
    }

    @AfterEach
    void stop() throws Exception {
        a.stop();
        b.stop();
    }

    private Browser with(String id) {
        Browser user = new Browser();
        user.cookie("JSESSIONID=" + id);
        return user;
    }

    @Test
    void it_tells_of_a_session_of_another_node_and_ends_it_with_its_events_here() throws Exception {
        browser.get(a, "/set?name=cart&value=mug");
        String id = browser.cookie().substring("JSESSIONID=".length());
        EVENTS.clear();

        SessionSummary summary = Objects.requireNonNull(contextOfB.registry().session(id));
        assertThat(id).as("the cookie has a route").isEqualTo(summary.id() + ".a");
        assertThat(summary.user()).isNull();
        assertThat(summary.maxInactive()).isEqualTo(60);
        assertThat(summary.attributes()).containsExactly("cart");
        assertThat(contextOfB.registry().end(id)).isTrue();

        assertThat(EVENTS).containsExactly("destroyed b mug true");
        assertThat(browser.get(a, "/read?name=cart").body()).isEqualTo("none");
        assertThat(contextOfA.registry().end(id)).isFalse();
    }

    @Test
    void a_session_that_it_makes_is_there_on_every_node_and_its_listeners_are_told() throws Exception {
        UserSession session = contextOfB.registry().create("ann", Set.of("buyer"));
        assertThat(EVENTS).containsExactly("created b true true");
        session.setAttribute("cart", "pot");
        session.setAttribute("note", new Note("first"));
        assertThat(EVENTS).containsExactly("created b true true", "added cart", "bound first", "added note");

        for (TestNode node : List.of(a, b)) {
            assertThat(with(session.id()).get(node, "/read?name=cart").body()).isEqualTo("pot new false");
        }
        SessionSummary summary = Objects.requireNonNull(contextOfA.registry().session(session.id()));
        assertThat(summary.user()).isEqualTo("ann");
        assertThat(summary.maxInactive()).isEqualTo(60);
    }

    @Test
    void an_update_is_one_fetch_and_one_commit_and_its_listeners_are_told() throws Exception {
        String id = contextOfA.registry().create("ann", Set.of()).id();
        with(id).get(b, "/read?name=cart");
        EVENTS.clear();
        records.forgetOperations();

        assertThat(contextOfB.registry().update("ann", id, session -> {
                    session.setAttribute("one", new Note("1"));
                    session.setAttribute("two", "2");
                    session.maxInactive(99);
                }))
                .isTrue();

        assertThat(records.operations()).containsExactly("Fetch", "Commit");
        assertThat(EVENTS).containsExactly("bound 1", "added one", "added two");
        assertThat(with(id).get(a, "/read?name=two").body()).startsWith("2");
        assertThat(contextOfA.registry().update("bob", id, session -> {})).isFalse();
    }

    @Test
    void a_request_updates_the_session_of_somebody_else_or_its_own() throws Exception {
        String id = contextOfA.registry().create("ann", Set.of()).id();
        browser.get(b, "/set?name=a&value=b");

        assertThat(browser.get(b, "/update?id=" + id).body()).isEqualTo("true");
        assertThat(with(id).get(a, "/read?name=one").body()).startsWith("1");
        assertThat(with(id).get(a, "/read?name=own").body()).startsWith("null");
        assertThat(browser.get(a, "/read?name=own").body()).startsWith("mine");

        String second = contextOfA.registry().create("ann", Set.of()).id();
        assertThat(with(second).get(b, "/update?id=" + second).body()).isEqualTo("true");
        assertThat(with(second).get(a, "/read?name=own").body()).startsWith("mine");
        assertThat(with(second).get(a, "/read?name=two").body()).startsWith("2");
    }

    @Test
    void an_update_of_a_session_that_ends_meanwhile_is_none() {
        String id = contextOfA.registry().create("ann", Set.of()).id();

        assertThat(contextOfB.registry().update("ann", id, session -> {
                    contextOfA.registry().end(id);
                    session.setAttribute("late", "x");
                }))
                .isFalse();
    }

    @Test
    void it_is_there_before_the_applications_listeners_and_gone_with_the_application() throws Exception {
        SessionRegistry registry = contextOfA.registry();
        ServletContext context = Objects.requireNonNull(contextOfA.context);
        a.stop();

        assertThat(contextOfA.early).isTrue();
        assertThat(context.getAttribute(REGISTRY)).isNull();
        assertThatThrownBy(() -> registry.session("any"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("localhost/ has stopped on this node");
    }

    @Test
    void an_application_of_the_oldest_environment_finds_it_too() throws Exception {
        Server server = new Server();
        server.addBean(TestNode.cachesOf(records));
        server.addBean((SessionDataStoreFactory) manager -> new NoSessionDataStore());
        var context = new org.eclipse.jetty.ee8.servlet.ServletContextHandler(
                null, "/old", org.eclipse.jetty.ee8.servlet.ServletContextHandler.SESSIONS);
        server.setHandler(context.get());
        server.start();

        assertThat(context.getServletContext().getAttribute(REGISTRY)).isInstanceOf(SessionRegistry.class);

        server.stop();
        assertThat(context.getServletContext().getAttribute(REGISTRY)).isNull();
    }

    // -------------------------------------------------------------------- JMX

    private Object ask(String operation, String argument) throws Exception {
        ObjectName bean = beans.queryNames(new ObjectName("dev.roam.jetty:type=roamsessioncache,*"), null)
                .iterator()
                .next();
        return beans.invoke(bean, operation, new Object[] {argument}, new String[] {"java.lang.String"});
    }

    @Test
    void a_console_finds_and_ends_a_session_and_reads_why_it_could_not() throws Exception {
        String id = contextOfB.registry().create("ann", Set.of()).id();

        assertThat((String) ask("session", id + ".route"))
                .startsWith("id=" + id + " user=ann ")
                .endsWith("attributes=[]");
        assertThat(ask("session", "unknown")).isEqualTo("");
        assertThat((String[]) ask("sessionsOf", "nobody")).isEmpty();
        assertThat(ask("endSessionsOf", "nobody")).isEqualTo(0);
        records.unreachable(true);
        assertThatThrownBy(() -> ask("session", id))
                .isInstanceOf(MBeanException.class)
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the test made the store unreachable");
        records.unreachable(false);
        assertThat(ask("endSession", id)).isEqualTo(true);
        assertThat(ask("endSession", id)).isEqualTo(false);
    }
}
