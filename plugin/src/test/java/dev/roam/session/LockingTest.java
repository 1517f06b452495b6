package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.LockTimeoutException;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.SessionRegistry;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.record.Operation;
import dev.roam.record.Turns;
import dev.roam.session.TestContainer.TestSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code locking=session}: the requests of one session run one at a time, on whichever node. */
@Timeout(120)
class LockingTest extends TwoNodes {
    private static final Map<String, String> LOCKING =
            Map.of("storeTimeout", "1s", "reapInterval", "200ms", "locking", "session", "lockTimeout", "20s");

    private final TestContainer containerHere = new TestContainer();
    private final ApplicationSessions<TestSession> here = node(containerHere, 11, LOCKING);
    private final ApplicationSessions<TestSession> there = node(new TestContainer(), 12, LOCKING);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A request of the session on one of the nodes, as an adapter runs it. */
    private static class Visit implements OutsideUse.Request {
        final WorkingCopy<TestSession> copy;
        private volatile boolean over;

        Visit(ApplicationSessions<TestSession> node) {
            copy = node.find(KEY);
            copy.enter();
        }

        boolean open() {
            return copy.lock(this, KEY);
        }

        int count() {
            copy.lock(this, null);
            return Integer.parseInt(String.valueOf(copy.get(Scope.APPLICATION, "count")));
        }

        void count(int value) {
            copy.lock(this, null);
            copy.put(Scope.APPLICATION, "count", value);
        }

        void answer() {
            copy.complete();
            copy.requireTurn(this);
        }

        void leave() {
            over = true;
            copy.unlock(this);
            copy.leave();
        }

        /** Its client has gone away: nobody gives its turn back. */
        void vanish() {
            over = true;
        }

        @Override
        public boolean isIn(WorkingCopy<?> of) {
            return of == copy;
        }

        @Override
        public boolean isUnderWay(WorkingCopy<?> of) {
            return !over && of == copy;
        }

        @Override
        public boolean isRunning() {
            return !over;
        }

        @Override
        public boolean isAsynchronous() {
            return false;
        }
    }

    @BeforeEach
    void makeSession() {
        stored("count", 0);
    }

    @AfterEach
    void stopNodes() {
        faults = dev.roam.store.memory.Faults.NONE;
        threads.shutdownNow();
        here.close();
        there.close();
    }

    private static void increment(ApplicationSessions<TestSession> node) {
        Visit visit = new Visit(node);
        try {
            assertThat(visit.open()).isTrue();
            visit.count(visit.count() + 1);
            visit.answer();
        } finally {
            visit.leave();
        }
    }

    private int stored() {
        return Integer.parseInt(String.valueOf(readIn(a, "count")));
    }

    private Turns turns() {
        return Objects.requireNonNull(space.record(KEY)).turns();
    }

    @Test
    void two_thousand_increments_on_two_nodes_make_two_thousand() throws Exception {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            ApplicationSessions<TestSession> node = client % 2 == 0 ? here : there;
            clients.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 250; i++) {
                            increment(node);
                        }
                    },
                    threads));
        }
        for (CompletableFuture<Void> client : clients) {
            client.get(90, TimeUnit.SECONDS);
        }

        assertThat(stored()).isEqualTo(2_000);
        assertThat(turns().holder()).as("whose turn it is in the end").isNull();
        assertThat(here.statistics().lockWaits() + there.statistics().lockWaits())
                .isPositive();
        assertThat(here.statistics().locksLost() + there.statistics().locksLost())
                .isZero();
    }

    @Test
    void requests_have_their_turns_in_order_of_arrival() throws Exception {
        Visit first = new Visit(here);
        first.open();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            ApplicationSessions<TestSession> node = i % 2 == 0 ? there : here;
            others.add(CompletableFuture.runAsync(
                    () -> {
                        Visit visit = new Visit(node);
                        visit.open();
                        order.add(number);
                        visit.leave();
                    },
                    threads));
            int waiting = i + 1;
            Await.until("request " + i + " waits", () -> turns().waiting().size() == waiting);
        }
        first.leave();
        for (CompletableFuture<Void> other : others) {
            other.get(30, TimeUnit.SECONDS);
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void a_request_that_does_not_use_its_session_does_not_wait() {
        Visit holder = new Visit(here);
        holder.open();

        Visit other = new Visit(there);
        other.copy.complete();
        other.leave();

        assertThat(turns().waiting()).isEmpty();
        holder.leave();
    }

    @Test
    void a_request_waits_no_longer_than_lock_timeout() {
        ApplicationSessions<TestSession> hasty = node(
                new TestContainer(), 13, Map.of("locking", "session", "lockTimeout", "300ms", "reapInterval", "1h"));
        Visit holder = new Visit(here);
        holder.open();
        Visit other = new Visit(hasty);

        assertThatThrownBy(other::open)
                .isInstanceOf(LockTimeoutException.class)
                .hasMessageContaining("lockTimeout (300 ms)");

        assertThat(turns().waiting()).as("who waits still").isEmpty();
        assertThat(hasty.statistics().lockTimeouts()).isEqualTo(1);
        other.leave();
        holder.leave();
        hasty.close();
    }

    @Test
    void the_turn_of_a_request_that_takes_longer_than_a_lease_is_kept() throws Exception {
        Visit holder = new Visit(here);
        holder.open();
        holder.count(7);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
                () -> {
                    Visit visit = new Visit(there);
                    visit.open();
                    int seen = visit.count();
                    visit.leave();
                    return seen;
                },
                threads);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_600);
        Await.until("a lease is over", () -> System.nanoTime() - until > 0);

        assertThat(other).isNotDone();
        holder.answer();
        holder.leave();
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void the_turn_of_a_node_that_died_is_free_within_two_seconds() {
        ApplicationSessions<TestSession> dying = still(new TestContainer(), 14, LOCKING);
        Visit holder = new Visit(dying);
        holder.open(); // nothing of this node happens any more: neither renewals nor its end
        long died = System.nanoTime();

        increment(there);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - died)).isBetween(1_500L, 2_600L);
        assertThat(stored()).isEqualTo(1);
        dying.close();
    }

    @Test
    void what_a_request_changed_in_a_turn_that_it_lost_is_not_stored_and_it_fails() {
        ApplicationSessions<TestSession> slow = still(new TestContainer(), 15, LOCKING);
        Visit loser = new Visit(slow);
        loser.open();
        int seen = loser.count();
        ahead.addAndGet(2_100); // the node stands still, and prolongs nothing
        increment(there);
        loser.count(seen + 1);

        assertThatThrownBy(loser::answer).isInstanceOf(StoreException.class).hasMessageContaining("lost its turn");
        assertThatThrownBy(loser::count).isInstanceOf(StoreException.class);
        loser.leave();

        assertThat(stored()).isEqualTo(1);
        assertThat(slow.statistics().locksLost()).isEqualTo(1);
        increment(slow);
        assertThat(stored()).isEqualTo(2);
        slow.close();
    }

    @Test
    void a_turn_that_was_lost_to_a_request_of_the_same_node_takes_its_changes_with_it() {
        ApplicationSessions<TestSession> slow = still(new TestContainer(), 16, LOCKING);
        Visit loser = new Visit(slow);
        loser.open();
        loser.count(loser.count() + 100);
        ahead.addAndGet(2_100);

        increment(slow);

        assertThat(stored()).isEqualTo(1);
        assertThatThrownBy(loser::answer).isInstanceOf(StoreException.class);
        loser.leave();
        assertThat(stored()).isEqualTo(1);
        slow.close();
    }

    @Test
    void a_lease_that_ran_out_while_nobody_waited_changes_nothing() {
        ApplicationSessions<TestSession> slow = still(new TestContainer(), 17, LOCKING);
        Visit visit = new Visit(slow);
        visit.open();
        visit.count(5);
        ahead.addAndGet(60_000);

        visit.answer();
        visit.leave();

        assertThat(stored()).isEqualTo(5);
        slow.close();
    }

    @Test
    void the_turn_of_a_request_whose_client_has_gone_is_taken_back() {
        Visit gone = new Visit(here);
        gone.open();
        gone.count(3);
        gone.vanish();

        increment(there);

        assertThat(stored()).as("what it had changed was stored before").isEqualTo(4);
        gone.copy.leave();
    }

    @Test
    void who_waits_for_a_session_that_ends_learns_that_it_is_gone() throws Exception {
        Visit holder = new Visit(here);
        holder.open();
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(
                () -> {
                    Visit visit = new Visit(there);
                    boolean open = visit.open();
                    visit.leave();
                    return open;
                },
                threads);
        Await.until("the other one waits", () -> !turns().waiting().isEmpty());

        Ending ending = Objects.requireNonNull(holder.copy.end(Cause.INVALIDATED));
        ending.close();

        assertThat(other.get(5, TimeUnit.SECONDS)).isFalse();
        holder.leave();
    }

    @Test
    void the_request_that_makes_a_session_has_the_turn_until_it_is_over() throws Exception {
        String id = "FEDCBA9876543210";
        WorkingCopy<TestSession> copy = here.create(id, 1800);
        Visit maker = new Visit(here) {};
        maker.leave();
        OutsideUse.Request request = new Visit(here);
        copy.enter();
        assertThat(copy.lock(request, null)).isTrue();
        copy.put(Scope.APPLICATION, "count", 1);
        copy.commit();

        Turns turns = Objects.requireNonNull(space.record(id)).turns();
        assertThat(turns.holder()).isNotNull();
        copy.unlock(request);
        assertThat(Objects.requireNonNull(space.record(id)).turns().holder()).isNull();
        copy.leave();
    }

    @Test
    void with_its_turn_a_request_asks_no_more_of_the_store_than_without_but_to_give_it_back() {
        increment(here);
        sent.clear();
        increment(here);

        assertThat(sent)
                .extracting(operation -> operation.getClass().getSimpleName())
                .containsExactly("Lock", "Commit", "Unlock");
    }

    /** From now on the session is that user's. */
    private void login(String user) {
        Visit visit = new Visit(here);
        assertThat(visit.open()).isTrue();
        visit.copy.identity(new Identity(user, Set.of(), "FORM"));
        visit.answer();
        visit.leave();
    }

    private static boolean increment(SessionRegistry registry, String user) {
        return registry.update(user, KEY, session -> {
            int count = (int) Objects.requireNonNull(session.getAttribute("count"));
            session.setAttribute("count", count + 1);
        });
    }

    @Test
    void an_update_by_the_registry_waits_for_its_turn_as_a_request_does() throws Exception {
        login("ann");
        CompletableFuture<Void> job = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(increment(there.registry(), "ann")).isTrue();
                    }
                },
                threads);
        for (int i = 0; i < 100; i++) {
            increment(here);
        }
        job.get(60, TimeUnit.SECONDS);

        assertThat(stored()).isEqualTo(200);
    }

    @Test
    void a_request_that_has_the_turn_changes_its_own_session_by_the_registry() {
        login("ann");
        Visit visit = new Visit(here);
        assertThat(visit.open()).isTrue();
        containerHere.request = visit;
        visit.count(visit.count() + 1);

        assertThat(increment(here.registry(), "ann")).isTrue();
        visit.count(visit.count() + 1);
        visit.answer();
        containerHere.request = null;
        visit.leave();

        assertThat(stored()).isEqualTo(3);
        assertThat(turns().holder()).isNull();
    }

    @Test
    void a_change_that_is_too_large_fails_its_own_request_and_none_that_waits() throws Exception {
        Map<String, String> limited = new HashMap<>(LOCKING);
        limited.put("maxAttributeBytes", "1000");
        ApplicationSessions<TestSession> node = node(new TestContainer(), 13, limited);
        Visit first = new Visit(node);
        assertThat(first.open()).isTrue();
        Visit second = new Visit(node);
        CompletableFuture<Boolean> opened = CompletableFuture.supplyAsync(second::open, threads);
        Await.until("the second one waits", () -> !turns().waiting().isEmpty());
        first.copy.put(Scope.APPLICATION, "large", "x".repeat(2_000));
        assertThatThrownBy(first::answer).isInstanceOf(LimitException.class);
        first.leave();

        assertThat(opened.get(20, TimeUnit.SECONDS)).isTrue();
        second.count(second.count() + 1);
        second.answer();
        second.leave();
        assertThat(stored()).isEqualTo(1);
        node.close();
    }

    @Test
    void without_locking_nothing_is_asked_that_was_not_asked_before() {
        Visit visit = new Visit(a);
        sent.clear();
        assertThat(visit.open()).isTrue();
        visit.count(visit.count() + 1);
        visit.answer();
        visit.leave();

        assertThat(sent)
                .extracting(operation -> operation.getClass().getSimpleName())
                .containsExactly("Fetch", "Commit");
        assertThat(sent)
                .filteredOn(Operation.Commit.class::isInstance)
                .allMatch(operation -> operation instanceof Operation.Commit commit && commit.ticket() == null);
    }
}
