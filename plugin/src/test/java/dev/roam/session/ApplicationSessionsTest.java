package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.Scope;
import dev.roam.SessionIds;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.copy.SessionCopy;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.Faults;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with real threads on one store in memory. */
@Timeout(60)
class ApplicationSessionsTest extends TwoNodes {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void ids_are_drawn_until_this_node_owns_their_partition_and_only_once_where_it_owns_none() {
        AtomicInteger drawn = new AtomicInteger();
        answers.put("owns", false);

        a.newId(() -> "id" + drawn.incrementAndGet());
        assertThat(drawn).hasValue(32);

        answers.put("holdsRecords", false);
        a.newId(() -> "id" + drawn.incrementAndGet());
        assertThat(drawn).hasValue(33);
    }

    @Test
    void what_one_node_commits_another_reads() {
        stored("user", "ann");
        assertThat(readIn(b, "user")).isEqualTo("ann");
    }

    @Test
    void an_object_changed_in_place_is_found_and_stored() {
        stored("cart", new ArrayList<>(List.of("mug")));
        WorkingCopy<TestSession> copy = b.find(KEY);
        copy.enter();
        @SuppressWarnings("unchecked") // as it was stored above
        List<String> cart = (List<String>) Objects.requireNonNull(copy.get(Scope.APPLICATION, "cart"));
        cart.add("tea");
        copy.complete();
        copy.leave();
        assertThat(readIn(a, "cart")).isEqualTo("[mug, tea]");
    }

    @Test
    void a_request_that_does_not_open_its_session_asks_nothing_on_its_way() {
        stored("user", "ann");
        operations.set(0);
        WorkingCopy<TestSession> copy = b.find(KEY);
        copy.enter();
        copy.complete();
        assertThat(operations).hasValue(0);
        copy.leave();
    }

    @Test
    void a_request_that_only_reads_asks_once_however_often_it_reads() {
        stored("cart", new ArrayList<>(List.of("mug")));
        WorkingCopy<TestSession> copy = b.find(KEY);
        copy.enter();
        operations.set(0);
        for (int i = 0; i < 5; i++) {
            assertThat(copy.open(KEY)).isTrue();
            assertThat(copy.get(Scope.APPLICATION, "cart")).isNotNull();
        }
        copy.complete();
        copy.leave();
        assertThat(operations).hasValue(1);
    }

    @Test
    void changes_to_different_attributes_from_two_nodes_all_survive() throws Exception {
        stored("user", "ann");
        int rounds = 500;
        List<Future<?>> nodes = new ArrayList<>();
        for (ApplicationSessions<TestSession> node : List.of(a, b)) {
            String name = node == a ? "x" : "y";
            nodes.add(threads.submit(() -> {
                for (int i = 1; i <= rounds; i++) {
                    WorkingCopy<TestSession> copy = node.find(KEY);
                    copy.enter();
                    assertThat(copy.open(KEY)).isTrue();
                    copy.put(Scope.APPLICATION, name, i);
                    copy.complete();
                    copy.leave();
                }
            }));
        }
        for (Future<?> node : nodes) {
            node.get(30, TimeUnit.SECONDS);
        }
        assertThat(readIn(a, "x")).isEqualTo("500");
        assertThat(readIn(a, "y")).isEqualTo("500");
        assertThat(readIn(b, "x")).isEqualTo("500");
    }

    @Test
    void many_requests_of_one_session_on_one_node_lose_nothing() throws Exception {
        stored("user", "ann");
        List<Future<?>> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String name = "n" + i;
            requests.add(threads.submit(() -> {
                for (int round = 0; round < 100; round++) {
                    WorkingCopy<TestSession> copy = a.find(KEY);
                    copy.enter();
                    copy.put(Scope.APPLICATION, name, round);
                    copy.complete();
                    copy.leave();
                }
            }));
        }
        for (Future<?> request : requests) {
            request.get(30, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 16; i++) {
            assertThat(readIn(b, "n" + i)).isEqualTo("99");
        }
    }

    @Test
    void a_failed_commit_fails_the_request_and_is_stored_when_the_store_is_back() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        faults = unreachable();
        copy.enter();
        assertThatThrownBy(() -> copy.put(Scope.APPLICATION, "user", "bob")).isInstanceOf(StoreException.class);
        faults = Faults.NONE;
        copy.put(Scope.APPLICATION, "user", "bob");
        faults = unreachable();
        assertThatThrownBy(copy::complete).isInstanceOf(StoreException.class);
        copy.leave();
        faults = Faults.NONE;
        Await.until("what waited is stored", () -> "bob".equals(readIn(b, "user")));
    }

    @Test
    void an_invalidated_session_is_not_brought_back_by_a_late_write() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.enter();
        assertThat(copy.open(KEY)).isTrue();
        copy.put(Scope.APPLICATION, "late", "x");
        WorkingCopy<TestSession> other = b.find(KEY);
        try (Ending ending = other.end(Cause.INVALIDATED)) {
            assertThat(ending).isNotNull();
            assertThat(other.get(Scope.APPLICATION, "user")).isEqualTo("ann");
        }
        copy.complete();
        copy.leave();
        assertThat(copy.isGone()).isTrue();
        assertThat(readIn(a, "user")).isEqualTo("gone");
        assertThat(readIn(b, "user")).isEqualTo("gone");
    }

    @Test
    void a_renamed_session_is_unknown_under_its_old_id_to_new_requests_while_older_ones_go_on() {
        WorkingCopy<TestSession> slow = stored("user", "ann");
        slow.enter();
        assertThat(slow.open(KEY)).isTrue();
        WorkingCopy<TestSession> login = b.find(KEY);
        login.enter();
        assertThat(login.open(KEY)).isTrue();
        String renamed = SessionIds.renamed("FRESH", KEY);
        assertThat(login.rename(renamed)).isTrue();
        login.complete();
        login.leave();

        slow.put(Scope.APPLICATION, "slow", "kept");
        slow.complete();
        slow.leave();
        assertThat(a.find(KEY).open(KEY)).isFalse();
        assertThat(b.find(KEY).open(KEY)).isFalse();
        WorkingCopy<TestSession> next = a.find(renamed);
        assertThat(next.open(renamed)).isTrue();
        assertThat(next.session()).isSameAs(slow.session());
        assertThat(next.get(Scope.APPLICATION, "slow")).isEqualTo("kept");
    }

    @Test
    void a_change_under_an_id_that_the_session_no_longer_has_is_given_up() {
        String renamed = SessionIds.renamed("FRESH", KEY);
        assertThat(stored("user", "ann").rename(renamed)).isTrue();
        WorkingCopy<TestSession> old = b.find(KEY); // which this node has never opened
        old.enter();
        old.maxInactive(5);

        assertTimeoutPreemptively(Duration.ofSeconds(20), old::commit);

        old.leave();
        assertThat(old.isGone()).isTrue();
        WorkingCopy<TestSession> next = a.find(renamed);
        assertThat(next.open(renamed)).isTrue();
        assertThat(next.maxInactive()).isEqualTo(1800);
    }

    @Test
    void who_is_in_no_request_asks_also_while_requests_are_in_that_have_asked_before() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.enter();
        assertThat(copy.open()).isTrue();
        WorkingCopy<TestSession> other = b.find(KEY);
        other.put(Scope.APPLICATION, "user", "bob");
        assertThat(copy.open()).isTrue();
        assertThat(copy.get(Scope.APPLICATION, "user")).isEqualTo("ann");

        assertThat(copy.openOutside()).isTrue();

        assertThat(copy.get(Scope.APPLICATION, "user")).isEqualTo("bob");
        copy.leave();
    }

    @Test
    void a_timeout_that_one_node_ends_is_told_to_the_other_as_a_timeout() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.enter();
        copy.maxInactive(1);
        copy.complete();
        copy.leave();
        WorkingCopy<TestSession> other = b.find(KEY);
        assertThat(other.open(KEY)).isTrue();
        Await.until("both nodes were told", () -> containerA.told.size() + containerB.told.size() >= 2);
        List<String> told = new ArrayList<>(containerA.told);
        told.addAll(containerB.told);
        assertThat(told).containsExactlyInAnyOrder("end TIMEOUT", "gone TIMEOUT");
        assertThat(other.session()).isNotNull();
        assertThat(copy.session()).isNotNull();
    }

    /** Cannot be encoded: an Error comes out of it. */
    private static final class Poisoned implements Serializable {
        private static final long serialVersionUID = 1L;
        private final transient AtomicBoolean harmless = new AtomicBoolean();

        private void writeObject(ObjectOutputStream out) {
            if (!harmless.get()) {
                throw new OutOfMemoryError("as the test wants it");
            }
        }
    }

    @Test
    void an_error_out_of_an_encoding_costs_one_attribute_and_leaves_no_request_behind() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.enter();
        copy.put(Scope.APPLICATION, "poison", new Poisoned());
        copy.put(Scope.APPLICATION, "user", "bob");
        assertThatCode(copy::complete).doesNotThrowAnyException();
        copy.leave();
        assertThat(((SessionCopy<?>) copy).inUse()).isFalse();
        assertThat(readIn(b, "user")).isEqualTo("bob");
    }

    @Test
    void a_listener_that_fails_with_an_error_does_not_end_the_reaper() {
        b.close(); // its reaper would do the work of one that has died
        AtomicBoolean failed = new AtomicBoolean();
        containerA.whenEnded = session -> {
            if (failed.compareAndSet(false, true)) {
                throw new NoClassDefFoundError("as the test wants it");
            }
        };
        for (String key : List.of("first", "second", "third")) {
            WorkingCopy<TestSession> copy = a.create(key, 1);
            copy.enter();
            copy.complete();
            copy.leave();
        }
        Await.until("all three have ended", () -> containerA.told.size() >= 3);
        assertThat(failed).isTrue();
    }

    @Test
    void closing_goes_on_when_one_session_cannot_be_stored_and_frees_what_it_held() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.enter();
        copy.put(Scope.APPLICATION, "user", "bob");
        try (Ending ending = b.find(KEY).end(Cause.INVALIDATED)) {
            assertThat(ending).isNotNull();
            containerA.whenGone = session -> {
                throw new IllegalStateException("as the test wants it");
            };
            a.close();
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_passivation_listener_reads_its_session_without_waiting_for_the_commit_that_calls_it() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        List<Object> read = new ArrayList<>();
        containerA.whenPassivated = session -> {
            WorkingCopy<TestSession> second = session.copy();
            second.enter();
            read.add(String.valueOf(second.get(Scope.APPLICATION, "user")));
            second.leave();
        };
        copy.enter();
        copy.put(Scope.APPLICATION, "other", new ArrayList<>());
        long before = System.nanoTime();
        copy.complete();
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(900));
        copy.leave();
        assertThat(read).isNotEmpty().containsOnly("ann");
    }

    @Test
    void two_requests_that_leave_at_once_lose_no_change() throws Exception {
        WorkingCopy<TestSession> copy = stored("cart", new ArrayList<String>());
        for (int round = 1; round <= 300; round++) {
            String item = "item" + round;
            CountDownLatch both = new CountDownLatch(2);
            copy.enter();
            copy.enter();
            @SuppressWarnings("unchecked") // as it was stored above
            List<String> cart = (List<String>) Objects.requireNonNull(copy.get(Scope.APPLICATION, "cart"));
            copy.commit();
            cart.add(item);
            List<Future<?>> leaving = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                leaving.add(threads.submit(() -> {
                    both.countDown();
                    both.await();
                    copy.leave();
                    return null;
                }));
            }
            for (Future<?> one : leaving) {
                one.get(10, TimeUnit.SECONDS);
            }
            assertThat(readIn(b, "cart").toString()).contains(item + "]");
        }
    }

    @Test
    void the_time_to_encode_is_not_the_stores() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        containerA.whenPassivated = session -> {
            long start = System.nanoTime();
            Await.until(
                    "the encoding has taken longer than storeTimeout",
                    () -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(1100));
        };
        copy.enter();
        copy.put(Scope.APPLICATION, "other", "x");
        copy.complete();
        copy.leave();
        assertThat(lastTimeout.get()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(readIn(b, "other")).isEqualTo("x");
    }

    /** Two numbers that are always changed together; while the first time one is written and the other is not yet, somebody changes them. */
    private static final class Pair implements Serializable {
        private static final long serialVersionUID = 1L;
        private int one;
        private int other;
        private transient @Nullable Runnable meanwhile;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(one);
            Runnable first = meanwhile;
            meanwhile = null;
            if (first != null) {
                first.run();
            }
            out.writeInt(other);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            one = in.readInt();
            other = in.readInt();
        }

        @Override
        public String toString() {
            return one + " " + other;
        }
    }

    @Test
    void a_value_that_a_request_changes_which_entered_while_it_was_encoded_is_not_stored_half() {
        Pair pair = new Pair();
        WorkingCopy<TestSession> copy = stored("pair", pair);
        copy.enter();
        assertThat(copy.get(Scope.APPLICATION, "pair")).isSameAs(pair);
        pair.one = pair.other = 1;
        pair.meanwhile = () -> {
            copy.enter();
            pair.one = pair.other = 2;
        };

        copy.complete();

        assertThat(readIn(b, "pair")).isEqualTo("2 2");
        copy.leave();
        copy.leave();
    }
}
