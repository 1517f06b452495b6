package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Sessions;
import dev.roam.Statistics;
import dev.roam.StoreException;
import dev.roam.record.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.apache.tomcat.util.modeler.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who manages sessions sees them without using them, from whichever node; and sees what Roam counts. */
class ManagingTest {
    private final MBeanServer server = Registry.getRegistry(null, null).getMBeanServer();
    private final TestStore store = new TestStore();
    private final TestNode here = node();

    /** Only its sessions are looked at from here: both nodes' beans would have the same names in this JVM. */
    private final TestNode there = node();

    private TestNode node() {
        TestNode node = TestNode.on(store)
                .page("/begin", (request, response) -> {
                    request.getSession().setAttribute("cart", new ArrayList<>(List.of("mug")));
                })
                .page("/read", (request, response) -> response.getWriter()
                        .print(
                                request.getSession(false) == null
                                        ? "no session"
                                        : request.getSession().getAttribute("cart")))
                .page("/untouched", (request, response) -> {})
                .page("/login", (request, response) -> request.login("ann", "secret"))
                .page("/local", (request, response) -> request.getSession().setAttribute("local", new Object()));
        node.tomcat.addUser("ann", "secret");
        node.tomcat.addRole("ann", "buyer");
        return node;
    }

    @BeforeEach
    void start() {
        there.start();
        here.start(); // the last one has the names
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private ObjectName manager() {
        return Objects.requireNonNull(here.manager().getObjectName());
    }

    private ObjectName roam() throws Exception {
        return new ObjectName(manager().toString().replace("type=Manager", "type=Roam"));
    }

    private Object ask(String operation, String... arguments) throws Exception {
        String[] types = new String[arguments.length];
        Arrays.fill(types, "java.lang.String");
        return server.invoke(manager(), operation, arguments, types);
    }

    private static String id(String cookie) {
        return cookie.substring("JSESSIONID=".length());
    }

    private long accessed(String cookie) {
        return Objects.requireNonNull(store.records.get(TestStore.key(cookie))).accessed();
    }

    private static ViewedSession viewed(TestNode node, String id) {
        return (ViewedSession) Arrays.stream(node.manager().findSessions())
                .filter(session -> session.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What the session list of the Manager application and its sort orders ask of a session. */
    private static void show(Session session) {
        session.getPrincipal();
        session.getCreationTime();
        session.getLastAccessedTime();
        session.getThisAccessedTime();
        session.getMaxInactiveInterval();
        session.getSession().isNew();
        session.getSession().getAttributeNames().asIterator().forEachRemaining(name -> session.getSession()
                .getAttribute(name));
        session.getSession().getAttribute("Login");
    }

    // ------------------------------------------------- the Manager application

    @Test
    void sessions_held_elsewhere_cost_nothing_to_list() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            ((RoamSession) there.manager().createSession(null)).copy().commit();
        }
        assertThat(store.records).hasSize(1_000);
        Statistics before = statistics();
        store.asked.clear();

        assertThat(here.manager().findSessions()).isEmpty();
        assertThat(ask("listSessionIds")).isEqualTo("");
        assertThat(here.manager().getSessionIdsFull()).isEmpty();

        assertThat(store.asked).isEmpty();
        assertThat(statistics().operations()).isEqualTo(before.operations());
    }

    @Test
    void a_list_of_sessions_neither_uses_nor_opens_them() throws Exception {
        String cookie = TestNode.newCookie(here.get("/begin", null));
        String user = TestNode.newCookie(here.get("/login", TestNode.newCookie(here.get("/begin", null))));
        String elsewhere = TestNode.newCookie(there.get("/begin", null));
        here.get("/untouched", elsewhere);
        assertThat(here.get("/read", cookie).body()).isEqualTo("[mug]");
        assertThat(TestNode.comesToRest(here.session(cookie))).isTrue();
        long used = accessed(cookie);
        store.ahead.addAndGet(10_000);
        store.asked.clear();

        for (Session session : here.manager().findSessions()) {
            show(session);
        }

        assertThat(store.asked).isEmpty();
        assertThat(accessed(cookie)).isEqualTo(used);
        assertThat(Objects.requireNonNull(viewed(here, id(user)).getPrincipal()).getName())
                .isEqualTo("ann");
        assertThat(viewed(here, id(cookie)).getPrincipal()).isNull();
        assertThat(viewed(here, id(cookie)).getSession().getAttribute("cart")).hasToString("[mug]");
        assertThat(viewed(here, id(cookie)).getSession().getAttributeNames().asIterator())
                .toIterable()
                .containsExactly("cart");
    }

    @Test
    void a_value_that_was_only_looked_at_is_not_told_and_not_looked_for() {
        String cookie = TestNode.newCookie(there.get("/begin", null));
        here.get("/read", cookie);
        store.asked.clear();
        Object once = viewed(here, id(cookie)).getSession().getAttribute("cart");
        ((List<?>) Objects.requireNonNull(once)).clear(); // nobody should; and nothing comes of it

        there.get("/read", cookie);
        assertThat(store.asked).noneMatch(Operation.Commit.class::isInstance);
        assertThat(there.get("/read", cookie).body()).isEqualTo("[mug]");
    }

    @Test
    void removing_an_attribute_and_invalidating_are_done_to_the_session_itself() {
        String cookie = TestNode.newCookie(there.get("/begin", null));
        here.get("/read", cookie);

        viewed(here, id(cookie)).getSession().removeAttribute("cart");
        assertThat(there.get("/read", cookie).body()).isEqualTo("null");

        viewed(here, id(cookie)).getSession().invalidate();
        assertThat(there.get("/read", cookie).body()).isEqualTo("no session");
        assertThat(here.manager().findSessions()).isEmpty();
    }

    @Test
    void a_session_that_is_idle_here_and_in_use_elsewhere_is_not_idle() throws Exception {
        store.ahead.set(-TimeUnit.MINUTES.toMillis(2));
        String cookie = TestNode.newCookie(here.get("/begin", null));
        RoamSession real = here.session(cookie);
        assertThat(TestNode.comesToRest(real)).isTrue();
        store.ahead.set(0);
        there.get("/read", cookie);
        long used = accessed(cookie);

        assertThat(viewed(here, id(cookie)).getIdleTimeInternal()).isLessThan(5_000);
        assertThat(store.asked).noneMatch(Operation.Look.class::isInstance); // used here a moment ago
        ViewedSession idleHere =
                new ViewedSession(new UsedLongAgo(real), real.copy().view());
        assertThat(System.currentTimeMillis() - idleHere.getThisAccessedTimeInternal())
                .isGreaterThan(110_000);
        assertThat(idleHere.getIdleTimeInternal()).isLessThan(5_000);
        assertThat(store.asked).anyMatch(Operation.Look.class::isInstance);
        assertThat(accessed(cookie)).isEqualTo(used);

        store.down = true;
        assertThatThrownBy(idleHere::getIdleTimeInternal).isInstanceOf(StoreException.class);
        store.down = false;
        there.session(cookie).expire();
        assertThat(idleHere.getIdleTimeInternal()).isGreaterThan(110_000);
    }

    @Test
    void how_long_a_session_is_idle_goes_by_the_clusters_clock() throws Exception {
        store.ahead.set(-TimeUnit.MINUTES.toMillis(5));
        String cookie = TestNode.newCookie(here.get("/begin", null));
        RoamSession real = here.session(cookie);
        assertThat(TestNode.comesToRest(real)).isTrue();
        there.get("/read", cookie);

        ViewedSession idleHere =
                new ViewedSession(new UsedLongAgo(real), real.copy().view());
        assertThat(idleHere.getIdleTimeInternal()).isLessThan(5_000);
    }

    /** As a session whose last use on this node was two minutes ago. */
    private static final class UsedLongAgo extends RoamSession {
        private static final long serialVersionUID = 1L;

        UsedLongAgo(RoamSession real) {
            super(real.owner(), real.copy());
        }

        @Override
        public long getThisAccessedTimeInternal() {
            return System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(2);
        }
    }

    // --------------------------------------------------------------------- JMX

    @Test
    void a_session_of_another_node_is_found_by_its_id_and_not_used() throws Exception {
        String cookie = TestNode.newCookie(there.get("/begin", null));
        String id = id(cookie);
        long used = accessed(cookie);
        long created = Objects.requireNonNull(store.records.get(TestStore.key(cookie)))
                .header()
                .created();
        store.ahead.addAndGet(10_000);

        assertThat(ask("getSessionAttribute", id, "cart")).isEqualTo("[mug]");
        assertThat(ask("getSessionAttribute", id, "other")).isNull();
        assertThat(ask("getCreationTimestamp", id)).isEqualTo(created);
        assertThat((long) ask("getLastAccessedTimestamp", id)).isBetween(used, used + 9_000);
        assertThat((long) ask("getThisAccessedTimestamp", id)).isBetween(used, used + 9_000);
        assertThat((String) ask("getCreationTime", id)).isNotEmpty();
        assertThat((String) ask("getLastAccessedTime", id)).isNotEmpty();
        assertThat((String) ask("getThisAccessedTime", id)).isNotEmpty();
        assertThat(here.manager().getSession(id)).containsOnlyKeys("cart");

        assertThat(accessed(cookie)).isEqualTo(used);
        assertThat(here.manager().getActiveSessions()).isZero();

        ask("expireSession", id);
        assertThat(there.get("/read", cookie).body()).isEqualTo("no session");
    }

    @Test
    void an_unknown_id_is_answered_as_by_a_stock_manager() throws Exception {
        for (String id : new String[] {"0123456789ABCDEF0123456789ABCDEF", "no id"}) {
            assertThat(ask("getSessionAttribute", id, "cart")).isNull();
            assertThat(ask("getCreationTimestamp", id)).isEqualTo(-1L);
            assertThat(ask("getLastAccessedTime", id)).isEqualTo("");
            ask("expireSession", id);
        }
    }

    @Test
    void an_attribute_that_is_on_this_node_alone_is_shown() throws Exception {
        String cookie = TestNode.newCookie(here.get("/local", null));
        assertThat((String) ask("getSessionAttribute", id(cookie), "local")).startsWith("java.lang.Object@");
    }

    @Test
    void the_manager_has_what_a_stock_one_has() throws Exception {
        List<String> stock = attributes(describe(StandardManager.class));
        assertThat(attributes(server.getMBeanInfo(manager())))
                .containsAll(stock.stream()
                        .filter(name -> !Set.of("pathname", "duplicates").contains(name)) // no file; gone in Tomcat 11
                        .toList());
        for (String name : attributes(server.getMBeanInfo(manager()))) {
            server.getAttribute(manager(), name);
        }
    }

    private static javax.management.MBeanInfo describe(Class<?> type) throws Exception {
        return Registry.getRegistry(null, null)
                .findManagedBean(null, type, null)
                .createMBean(null)
                .getMBeanInfo();
    }

    private static List<String> attributes(javax.management.MBeanInfo bean) {
        return Arrays.stream(bean.getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toList();
    }

    @Test
    void how_many_sessions_there_are_is_minus_one_where_the_store_cannot_tell() {
        here.get("/begin", null);
        assertThat(here.manager().getActiveSessionsFull()).isEqualTo(1);
        store.down = true;
        assertThat(here.manager().getActiveSessionsFull()).isEqualTo(-1);
        store.down = false;
    }

    // -------------------------------------------------------- Roam's own bean

    private Statistics statistics() throws Exception {
        Sessions<?> sessions = Objects.requireNonNull(here.manager().openSessions());
        return sessions.statistics();
    }

    @Test
    void every_attribute_that_is_described_is_there_and_has_its_type() throws Exception {
        List<MBeanAttributeInfo> all = Arrays.stream(server.getMBeanInfo(roam()).getAttributes())
                .filter(attribute -> !attribute.getName().equals("modelerType")) // Tomcat adds it to every bean
                .toList();
        assertThat(all)
                .as("application, and what is counted")
                .hasSize(1 + statistics().byName().size());
        for (MBeanAttributeInfo attribute : all) {
            Object value = server.getAttribute(roam(), attribute.getName());
            String type = value.getClass() == String.class
                    ? "java.lang.String"
                    : value.getClass() == Integer.class
                            ? "int"
                            : value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            assertThat(type).as(attribute.getName()).isEqualTo(attribute.getType());
            assertThat(attribute.isWritable()).isFalse();
            assertThat(attribute.getDescription()).isNotEqualTo(attribute.getName());
        }
    }

    @Test
    void it_shows_what_is_counted_and_cannot_be_changed() throws Exception {
        String cookie = TestNode.newCookie(here.get("/begin", null));
        here.get("/read", cookie);

        assertThat(server.getAttribute(roam(), "application")).isEqualTo("localhost/app");
        assertThat(server.getAttribute(roam(), "reachable")).isEqualTo(true);
        assertThat(server.getAttribute(roam(), "copies")).isEqualTo(1);
        assertThat(server.getAttribute(roam(), "openings")).isEqualTo(1L);
        assertThat(server.getAttribute(roam(), "createCount")).isEqualTo(1L);
        assertThat(server.getAttribute(roam(), "fetchCount")).isEqualTo(1L);
        assertThat(server.getAttributes(roam(), new String[] {"fetchFailures", "copies"}))
                .hasSize(2);
        assertThatThrownBy(() -> server.setAttribute(roam(), new Attribute("copies", 7)))
                .isInstanceOf(AttributeNotFoundException.class);
        assertThatThrownBy(() -> server.getAttribute(roam(), "none")).isInstanceOf(AttributeNotFoundException.class);

        store.down = true;
        assertThat(here.get("/read", cookie).statusCode()).isEqualTo(503);
        store.down = false;
        assertThat(server.getAttribute(roam(), "unavailable")).isEqualTo(1L);
        assertThat(server.getAttribute(roam(), "fetchFailures")).isEqualTo(1L);
    }

    @Test
    void it_begins_anew_with_a_reload_and_is_gone_with_the_manager() throws Exception {
        ObjectName name = roam();
        here.get("/begin", null);
        here.context.reload();
        assertThat(server.getAttribute(name, "createCount")).isEqualTo(0L);
        here.get("/begin", null);
        assertThat(server.getAttribute(name, "createCount")).isEqualTo(1L);

        here.context.stop();
        assertThatThrownBy(() -> server.getMBeanInfo(name)).isInstanceOf(InstanceNotFoundException.class);
        here.context.start();
        assertThat(server.isRegistered(name)).isTrue();
    }

    @Test
    void a_manager_that_cannot_start_leaves_no_bean() {
        RoamManager manager = new RoamManager((node, application, container, of) -> {
            throw new StoreException("not in this test");
        });
        try (TestNode node = new TestNode(manager).with(context -> context.setName("/other"))) {
            node.start();
            assertThat(server.queryNames(null, null))
                    .noneMatch(bean -> "Roam".equals(bean.getKeyProperty("type"))
                            && "/other".equals(bean.getKeyProperty("context")));
        }
    }
}
