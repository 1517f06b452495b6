package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to the operations of a client when members die and come back. */
class ClientFailureTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(700);

    private final Ops ops = new Ops();
    private final DataMembers members = new DataMembers(2);
    private final ClientCluster cluster = ClientCluster.join(members.client());
    private final Store store = cluster.open("shop", Duration.ofSeconds(1));

    @AfterEach
    void stop() {
        store.close();
        cluster.close();
        members.close();
    }

    @Test
    void no_acknowledged_change_is_lost_when_a_member_dies_under_writes_and_none_waits_for_the_store_timeout()
            throws Exception {
        Map<String, CommitId> sessions = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            String key = UUID.randomUUID().toString();
            sessions.put(key, create(key));
        }
        List<String> keys = new ArrayList<>(sessions.keySet());
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        AtomicLong longest = new AtomicLong();
        CountDownLatch warm = new CountDownLatch(400);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t;
            Thread thread = new Thread(() -> {
                for (int i = first; !stop.get(); i += 4) {
                    String key = keys.get(i % keys.size());
                    long start = System.nanoTime();
                    Ops.held(store.execute(key, ops.commit(Objects.requireNonNull(sessions.get(key)), i), TIMEOUT));
                    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    acknowledged.put(key, i);
                    written.incrementAndGet();
                    warm.countDown();
                }
            });
            thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        warm.await();

        members.kill(1);
        Await.until(
                "the client knows",
                () -> cluster.instance().getCluster().getMembers().size() == 1);
        int before = written.get();
        Await.until("writes go on", () -> written.get() > before + 400 || !failures.isEmpty());
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        acknowledged.forEach((key, value) ->
                assertThat(Ops.number(store.execute(key, Ops.fetch(), TIMEOUT))).isEqualTo(value));
        assertThat(TimeUnit.NANOSECONDS.toMillis(longest.get()))
                .as("longest, in ms")
                .isLessThan(2_500);
    }

    @Test
    void without_members_nothing_hangs_and_with_entirely_new_ones_operations_and_announcements_go_on() {
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        store.listen(heard::add);
        String key = UUID.randomUUID().toString();
        CommitId session = create(key);
        store.reapers("me", 60_000);

        members.kill(0);
        members.kill(1);
        assertInTime("fetch of session", () -> store.execute(key, Ops.fetch(), SHORT));
        assertInTime("counting the sessions", store::size);
        assertInTime("due sessions in partition 3", () -> store.reapable(3, 10));
        assertInTime("other reapers", () -> store.reapers("me", 60_000));
        long start = System.nanoTime();
        store.retire("me");
        store.announce(new Announcement.Ended(key, session, Cause.INVALIDATED));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_500);

        members.start(0);
        members.start(1);
        members.awaitAll(2);
        Await.until("operations go on", () -> isGone(key));
        CommitId next = create(key);
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.reapers("me", 60_000)).containsExactly("me");
        Await.until("announcements are heard again", () -> {
            store.announce(new Announcement.Ended(key, next, Cause.INVALIDATED));
            return heard.contains(new Announcement.Ended(key, next, Cause.INVALIDATED));
        });
    }

    private static void assertInTime(String what, Runnable call) {
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        assertThatThrownBy(call::run).isInstanceOf(StoreException.class).hasMessageContaining(what);
        assertThat(Thread.interrupted()).as("interrupt").isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_700);
        start = System.nanoTime();
        assertThatThrownBy(call::run).isInstanceOf(StoreException.class).hasMessageContaining(what);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_700);
    }

    private boolean isGone(String key) {
        try {
            return store.execute(key, Ops.fetch(), SHORT) instanceof Answer.Refused;
        } catch (StoreException e) {
            return false;
        }
    }

    @Test
    void below_the_least_number_of_members_the_store_is_unreachable_at_once() {
        try (ClientCluster careful = ClientCluster.join(members.client(1, 2));
                Store sessions = careful.open("shop", Duration.ofSeconds(1))) {
            String key = UUID.randomUUID().toString();
            create(key);
            Ops.held(sessions.execute(key, Ops.fetch(), TIMEOUT));

            members.kill(1);
            Await.until(
                    "the client knows",
                    () -> careful.instance().getCluster().getMembers().size() == 1);

            assertThatThrownBy(() -> sessions.execute(key, Ops.fetch(), TIMEOUT))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the cluster has 1 member, fewer than minMembers = 2");
            Ops.held(store.execute(key, Ops.fetch(), TIMEOUT));
        }
    }

    @Test
    void once_the_client_has_stopped_the_store_is_unreachable_and_says_that_the_node_has_left() {
        String key = UUID.randomUUID().toString();
        create(key);

        cluster.instance().getLifecycleService().terminate();

        assertThatThrownBy(() -> store.execute(key, Ops.fetch(), TIMEOUT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("this node has left the cluster");
        assertThatThrownBy(store::size).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.reapable(3, 10)).isInstanceOf(StoreException.class);
        assertThat(store.isReachable()).isFalse();
        assertThat(store.members()).isEmpty();
    }

    private CommitId create(String key) {
        return Ops.held(store.execute(key, ops.create(key), TIMEOUT)).incarnation();
    }
}
