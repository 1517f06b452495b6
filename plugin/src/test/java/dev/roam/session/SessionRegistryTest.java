package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.Scope;
import dev.roam.SessionConsole;
import dev.roam.SessionIds;
import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.StoreException;
import dev.roam.UserSession;
import dev.roam.WorkingCopy;
import dev.roam.record.Operation;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.Faults;
import dev.roam.user.UserOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody who is in no request finds, ends, makes and changes the sessions of users, from whichever node. */
@Timeout(60)
class SessionRegistryTest extends TwoNodes {
    private static final Set<String> ROLES = Set.of("buyer");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private SessionRegistry registry() {
        return b.registry();
    }

    /** A session that a request on node A has made, in which a user is logged in. */
    private String login(String user, String key) {
        WorkingCopy<TestSession> copy = a.create(key, 1800);
        copy.enter();
        copy.identity(new Identity(user, ROLES, "FORM"));
        copy.put(Scope.APPLICATION, "cart", new ArrayList<>(List.of("mug")));
        copy.complete();
        copy.leave();
        return key;
    }

    /** Both nodes have told where they are, which they do a moment after their start. */
    private void awaitNodes() {
        Await.until(
                "both reapers are heard",
                () -> a.store().reapers("nobody", 1_000).size() == 3);
    }

    private List<String> ids(String user) {
        return registry().sessionsOf(user).stream().map(SessionSummary::id).toList();
    }

    private long sent(Class<? extends Operation> kind) {
        return sent.stream().filter(kind::isInstance).count();
    }

    // ----------------------------------------------------------------- looking

    @Test
    void the_sessions_of_a_user_are_told_from_another_node_without_those_that_are_anothers_or_gone() {
        login("ann", "first");
        login("ann", "second");
        login("bob", "third");
        UserOperation never = new UserOperation.Enter("never", a.nextCommitId(), 0, false, false);
        a.store().executeUser("ann", never, TimeUnit.SECONDS.toNanos(5));
        assertThat(a.registry().end("second")).isTrue();

        assertThat(ids("ann")).containsExactly("first");
        assertThat(ids("bob")).containsExactly("third");
        assertThat(ids("eve")).isEmpty();
    }

    @Test
    void a_session_is_described_with_the_node_that_changed_it_last() {
        awaitNodes();
        login("ann", KEY);
        SessionSummary made = Objects.requireNonNull(registry().session(KEY));
        readIn(b, "cart");
        assertThat(Objects.requireNonNull(registry().session(KEY)).node()).isEqualTo(made.node());
        b.find(KEY).put(Scope.APPLICATION, "more", "x");
        SessionSummary changed = Objects.requireNonNull(registry().session(KEY));

        assertThat(made.id()).isEqualTo(KEY);
        assertThat(made.user()).isEqualTo("ann");
        assertThat(made.maxInactive()).isEqualTo(1800);
        assertThat(made.attributes()).containsExactly("cart");
        assertThat(made.bytes()).isPositive();
        assertThat(made.created()).isPositive().isLessThanOrEqualTo(made.lastUse());
        assertThat(made.node()).isEqualTo("node1");
        assertThat(changed.node()).isEqualTo("node2");
        assertThat(changed.attributes()).containsExactlyInAnyOrder("cart", "more");
        assertThat(changed.bytes()).isGreaterThan(made.bytes());
    }

    @Test
    void the_node_of_a_session_is_unknown_once_it_has_stopped() {
        awaitNodes();
        login("ann", KEY);
        a.close();

        assertThat(Objects.requireNonNull(registry().session(KEY)).node()).isEmpty();
    }

    @Test
    void looking_is_no_use_of_a_session_and_no_value_travels() {
        login("ann", KEY);
        long accessed = Objects.requireNonNull(space.record(KEY)).accessed();
        ahead.set(10_000);
        sent.clear();

        registry().session(KEY);
        registry().sessionsOf("ann");

        assertThat(sent).allMatch(Operation.Describe.class::isInstance).hasSize(2);
        assertThat(Objects.requireNonNull(space.record(KEY)).accessed()).isEqualTo(accessed);
    }

    @Test
    void an_id_may_have_a_route_and_one_that_is_none_is_nobodys() {
        login("ann", KEY);

        assertThat(registry().session(KEY + ".node1")).isNotNull();
        assertThat(registry().recover("ann", KEY + ".node1")).isNotNull();
        for (String none : List.of("", ".node1", "a b", "~", "unknown")) {
            assertThat(registry().session(none)).isNull();
            assertThat(registry().end(none)).isFalse();
            assertThat(registry().recover("ann", none)).isNull();
            assertThat(registry().update("ann", none, session -> {})).isFalse();
        }
    }

    // ------------------------------------------------------------------ ending

    @Test
    void a_session_is_ended_once_with_its_events_where_that_was_asked() {
        login("ann", KEY);
        List<Object> read = new ArrayList<>();
        containerB.whenEnded = session -> read.add(String.valueOf(session.copy().get(Scope.APPLICATION, "cart")));

        assertThat(registry().end(KEY)).isTrue();
        assertThat(registry().end(KEY)).isFalse();
        assertThat(a.registry().end(KEY)).isFalse();

        assertThat(containerB.told).containsExactly("end INVALIDATED");
        assertThat(containerA.told).containsExactly("gone INVALIDATED");
        assertThat(read).containsExactly("[mug]");
        assertThat(readIn(a, "cart")).isEqualTo("gone");
    }

    @Test
    void all_sessions_of_a_user_are_ended_and_those_of_others_are_not() {
        login("ann", "first");
        login("ann", "second");
        login("bob", "third");
        String renamed = SessionIds.renamed("FRESH", "first");
        assertThat(a.find("first").rename(renamed)).isTrue();

        assertThat(registry().endAll("ann")).isEqualTo(2);

        assertThat(ids("ann")).isEmpty();
        assertThat(ids("bob")).containsExactly("third");
        assertThat(containerB.told).containsExactly("end INVALIDATED", "end INVALIDATED");
        assertThat(registry().endAll("ann")).isZero();
    }

    // ----------------------------------------------------------------- creating

    @Test
    void a_session_that_is_made_for_a_user_is_there_for_the_next_request_with_that_user() {
        containerB.whenCreated = session -> session.copy().put(Scope.APPLICATION, "greeting", "hello");

        UserSession session = registry().create("ann", ROLES);

        assertThat(containerB.told).containsExactly("created");
        WorkingCopy<TestSession> copy = a.find(session.id());
        assertThat(copy.open(session.id())).isTrue();
        assertThat(copy.identity()).isEqualTo(new Identity("ann", ROLES, null));
        assertThat(copy.maxInactive()).isEqualTo(1234);
        assertThat(copy.get(Scope.APPLICATION, "greeting")).isEqualTo("hello");
        assertThat(session.user()).isEqualTo("ann");
    }

    @Test
    void a_session_that_could_not_be_stored_is_not_handed_out() {
        faults = unreachable();

        assertThatThrownBy(() -> registry().create("ann", ROLES)).isInstanceOf(StoreException.class);
    }

    @Test
    void a_session_that_is_refused_is_not_stored_and_whoever_was_told_of_it_is_told_of_its_end() {
        containerB.whenCreated = session -> {
            throw new LimitException("maxClusterSessions", "too many, says the test");
        };

        assertThatThrownBy(() -> registry().create("ann", ROLES)).isInstanceOf(LimitException.class);

        assertThat(containerB.told).containsExactly("created", "end INVALIDATED");
        assertThat(b.held()).isEmpty();
        assertThat(b.count()).isZero();
    }

    // --------------------------------------------------------------- recovering

    @Test
    void a_session_is_recovered_by_its_user_and_its_current_id_alone() {
        login("ann", KEY);
        String renamed = SessionIds.renamed("FRESH", KEY);

        assertThat(registry().recover("bob", KEY)).isNull();
        assertThat(registry().recover("ann", renamed)).isNull();
        UserSession before = Objects.requireNonNull(registry().recover("ann", KEY));
        assertThat(a.find(KEY).rename(renamed)).isTrue();
        assertThat(registry().recover("ann", KEY)).isNull();

        assertThat(before.getAttribute("cart")).as("it is the same session").hasToString("[mug]");
        assertThat(before.id()).isEqualTo(renamed);
        assertThat(registry().recover("ann", renamed)).isNotNull();
        assertThat(registry().end(renamed)).isTrue();
        assertThat(registry().recover("ann", renamed)).isNull();
    }

    @Test
    void recovering_is_a_use_of_the_session() {
        login("ann", KEY);
        ahead.set(10_000);

        registry().recover("ann", KEY);

        assertThat(Objects.requireNonNull(registry().session(KEY)).lastUse())
                .isGreaterThanOrEqualTo(System.currentTimeMillis() + 9_000);
    }

    @Test
    void what_a_handle_changes_is_stored_at_once_by_one_commit_each() {
        login("ann", KEY);
        UserSession session = Objects.requireNonNull(registry().recover("ann", KEY));
        sent.clear();

        session.setAttribute("note", "paid");
        assertThat(readIn(a, "note")).isEqualTo("paid");
        session.setAttribute("cart", null);
        assertThat(readIn(a, "cart")).isEqualTo("null");
        session.maxInactive(77);

        assertThat(sent(Operation.Commit.class)).isEqualTo(3);
        assertThat(session.attributeNames()).containsExactly("note");
        assertThat(session.maxInactive()).isEqualTo(77);
        assertThat(Objects.requireNonNull(registry().session(KEY)).maxInactive())
                .isEqualTo(77);
        assertThat(containerB.told).containsExactly("set note=paid", "set cart=null");
    }

    @Test
    void a_handle_says_that_its_session_is_gone_or_has_become_another_users() {
        login("ann", KEY);
        UserSession session = Objects.requireNonNull(registry().recover("ann", KEY));

        a.find(KEY).identity(new Identity("bob", ROLES, null));
        assertThatThrownBy(() -> session.setAttribute("note", "paid"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("user ann");
        assertThat(readIn(a, "note")).isEqualTo("null");

        a.find(KEY).identity(new Identity("ann", ROLES, null));
        session.setAttribute("note", "paid");
        a.registry().end(KEY);
        assertThatThrownBy(() -> session.getAttribute("note")).isInstanceOf(IllegalStateException.class);
    }

    // ----------------------------------------------------------------- updating

    @Test
    void an_update_is_one_fetch_and_one_commit_and_the_next_request_anywhere_sees_it() {
        login("ann", KEY);
        sent.clear();

        boolean done = registry().update("ann", KEY, session -> {
            session.setAttribute("one", 1);
            session.setAttribute("two", 2);
            session.setAttribute("two", null);
            session.maxInactive(55);
            @SuppressWarnings("unchecked") // as login stores it
            List<String> cart = (List<String>) Objects.requireNonNull(session.getAttribute("cart"));
            cart.add("tea");
            assertThat(session.getAttribute("one")).isEqualTo(1);
            assertThat(session.getAttribute("two")).isNull();
            assertThat(session.attributeNames()).containsExactlyInAnyOrder("cart", "one");
            assertThat(session.maxInactive()).isEqualTo(55);
        });

        assertThat(done).isTrue();
        assertThat(sent)
                .extracting(operation -> operation.getClass().getSimpleName())
                .containsExactly("Fetch", "Commit");
        assertThat(readIn(a, "one")).isEqualTo("1");
        assertThat(readIn(a, "cart")).isEqualTo("[mug, tea]");
        assertThat(a.find(KEY).maxInactive()).isEqualTo(55);
    }

    @Test
    void an_update_sees_what_is_stored_now_also_while_a_request_is_in_that_has_asked_before() {
        login("ann", KEY);
        WorkingCopy<TestSession> request = b.find(KEY);
        request.enter();
        assertThat(request.open(KEY)).isTrue();
        a.find(KEY).put(Scope.APPLICATION, "count", 1);

        registry().update("ann", KEY, session -> {
            Integer count = (Integer) Objects.requireNonNull(session.getAttribute("count"));
            session.setAttribute("count", count + 1);
        });

        assertThat(readIn(a, "count")).isEqualTo("2");
        request.leave();
    }

    @Test
    void of_an_update_that_throws_nothing_is_done() {
        login("ann", KEY);

        assertThatThrownBy(() -> registry().update("ann", KEY, session -> {
                    session.setAttribute("half", "x");
                    throw new IllegalArgumentException("as the test wants it");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(readIn(b, "half")).isEqualTo("null");
        assertThat(containerB.told).isEmpty();
    }

    @Test
    void an_update_of_somebody_elses_session_or_of_one_that_ends_meanwhile_is_none() {
        login("ann", KEY);
        List<UserSession> seen = new ArrayList<>();

        assertThat(registry().update("bob", KEY, seen::add)).isFalse();
        assertThat(seen).isEmpty();

        assertThat(registry().update("ann", KEY, session -> {
                    a.registry().end(KEY);
                    session.setAttribute("late", "x");
                }))
                .isFalse();
        assertThat(readIn(a, "late")).isEqualTo("gone");
    }

    @Test
    void an_update_that_cannot_be_stored_says_so() {
        login("ann", KEY);

        assertThatThrownBy(() -> registry().update("ann", KEY, session -> {
                    session.setAttribute("note", "x");
                    faults = unreachable();
                }))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void updates_of_different_attributes_on_two_nodes_at_once_all_survive() throws Exception {
        login("ann", KEY);
        CountDownLatch both = new CountDownLatch(2);
        List<Future<?>> jobs = new ArrayList<>();
        for (ApplicationSessions<TestSession> node : List.of(a, b)) {
            String name = node == a ? "x" : "y";
            jobs.add(threads.submit(() -> {
                both.countDown();
                both.await();
                for (int i = 1; i <= 100; i++) {
                    int value = i;
                    assertThat(node.registry().update("ann", KEY, session -> session.setAttribute(name, value)))
                            .isTrue();
                }
                return null;
            }));
        }
        for (Future<?> job : jobs) {
            job.get(30, TimeUnit.SECONDS);
        }

        assertThat(readIn(a, "x")).isEqualTo("100");
        assertThat(readIn(a, "y")).isEqualTo("100");
    }

    // ------------------------------------------------------------------- the end

    @Test
    void a_registry_that_is_closed_says_so() {
        login("ann", KEY);
        SessionRegistry registry = registry();
        UserSession session = Objects.requireNonNull(registry.recover("ann", KEY));
        b.close();

        assertThatThrownBy(() -> registry.sessionsOf("ann"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("localhost/test has stopped");
        assertThatThrownBy(() -> registry.end(KEY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.setAttribute("note", "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_console_gets_lines_and_exceptions_of_the_jdk() {
        awaitNodes();
        login("ann", KEY);
        SessionConsole console = new SessionConsole(registry());

        assertThat(console.session(KEY))
                .startsWith("id=" + KEY + " user=ann created=2")
                .contains(" maxInactive=1800 node=node1 bytes=")
                .endsWith(" attributes=[cart]");
        assertThat(console.sessionsOf("ann")).containsExactly(console.session(KEY));
        assertThat(console.session("unknown")).isEmpty();
        faults = unreachable();
        assertThatThrownBy(() -> console.session(KEY))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("unreachable, says the test")
                .hasNoCause();
        faults = Faults.NONE;
        assertThat(console.endSession(KEY)).isTrue();
        assertThat(console.endSessionsOf("ann")).isZero();
    }
}
