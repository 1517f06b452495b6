package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import dev.roam.Await;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What happens to operations when members die, hang, lag or are too few. */
class FailureTest extends TwoMembers {
    @Test
    void a_change_that_was_acknowledged_survives_the_death_of_the_owner() {
        String key = keyOwnedBy(1);
        CommitId session = create(key);
        held(store.execute(key, commit(session, "a", "1"), TIMEOUT));
        SessionRecord before = Replicas.of(members.get(1).instance(), MAP, key);

        members.kill(1);

        Answer.Held found = held(store.execute(key, new Operation.Fetch(key, session, null, false), TIMEOUT));
        assertThat(found.update().attributes()).hasSize(1);
        SessionRecord after = Replicas.of(members.get(0).instance(), MAP, key);
        assertThat(after.sameContents(before)).isTrue();
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
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        CountDownLatch warm = new CountDownLatch(400);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t;
            threads.add(new Thread(() -> {
                for (int i = first; !stop.get(); i += 4) {
                    String key = keys.get(i % keys.size());
                    String value = Integer.toString(i);
                    long start = System.nanoTime();
                    held(store.execute(key, commit(Objects.requireNonNull(sessions.get(key)), "a", value), TIMEOUT));
                    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    acknowledged.put(key, value);
                    warm.countDown();
                }
            }));
        }
        threads.forEach(Thread::start);
        warm.await();

        members.kill(1);
        Await.until(
                "the survivor is alone",
                () -> members.get(0).instance().getCluster().getMembers().size() == 1);
        long again = number.get() + 400;
        Await.until("writes go on", () -> number.get() > again);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        acknowledged.forEach((key, value) -> assertThat(value(key)).isEqualTo(value));
        assertThat(TimeUnit.NANOSECONDS.toMillis(longest.get()))
                .as("longest, in ms")
                .isLessThan(2_500);
    }

    @Test
    void a_change_is_not_acknowledged_by_a_backup_that_lags_and_its_repeat_heals_it() {
        String key = keyOwnedBy(0);
        CommitId session = create(key);
        HazelcastInstance backup = members.get(1).instance();
        SessionRecord lagging = Replicas.of(backup, MAP, key);
        held(store.execute(key, commit(session, "a", "1"), TIMEOUT));
        Replicas.overwrite(backup, MAP, key, lagging);

        Operation change = commit(session, "b", "2");
        assertThatThrownBy(() -> store.execute(key, change, TimeUnit.MILLISECONDS.toNanos(300)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("commit of session " + key.substring(0, 6))
                .hasMessageNotContaining(key);

        held(store.execute(key, change.repeated(), TIMEOUT));
        SessionRecord owner = Replicas.of(members.get(0).instance(), MAP, key);
        assertThat(Replicas.of(backup, MAP, key).sameContents(owner)).isTrue();
        assertThat(owner.attributes()).hasSize(2);
    }

    @Test
    void a_change_to_a_lagging_backup_heals_within_its_own_time() {
        String key = keyOwnedBy(0);
        CommitId session = create(key);
        HazelcastInstance backup = members.get(1).instance();
        SessionRecord lagging = Replicas.of(backup, MAP, key);
        held(store.execute(key, commit(session, "a", "1"), TIMEOUT));
        Replicas.overwrite(backup, MAP, key, lagging);

        held(store.execute(key, commit(session, "b", "2"), TimeUnit.SECONDS.toNanos(3)));

        SessionRecord owner = Replicas.of(members.get(0).instance(), MAP, key);
        assertThat(Replicas.of(backup, MAP, key).sameContents(owner)).isTrue();
    }

    @Test
    void an_operation_on_a_hung_owner_gives_up_in_time_and_leaves_the_callers_interrupt_alone() throws Exception {
        String key = keyOwnedBy(1);
        CommitId session = create(key);
        CountDownLatch release = new CountDownLatch(1);
        Hang.on(members.get(1).instance(), MAP, key, release);
        Thread.currentThread().interrupt();

        long start = System.nanoTime();
        assertThatThrownBy(() -> store.execute(
                        key, new Operation.Fetch(key, session, null, false), TimeUnit.MILLISECONDS.toNanos(700)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("fetch of session");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(600L, 1_500L);
        release.countDown();
        held(store.execute(key, new Operation.Fetch(key, session, null, false), TIMEOUT));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void what_is_no_operation_gives_up_in_time_too_when_a_member_hangs() throws Exception {
        String key = keyOwnedBy(1);
        create(key);
        int partition = members.get(0)
                .instance()
                .getPartitionService()
                .getPartition(key)
                .getPartitionId();
        CountDownLatch release = new CountDownLatch(1);
        Hang.on(members.get(1).instance(), MAP, key, release);
        HazelcastStore hasty = new HazelcastStore(
                members.get(0).instance(),
                APPLICATION,
                Objects.requireNonNull(MemberStanding.of(members.get(0).instance()))
                        .ofNode(1),
                Duration.ofMillis(300));

        long start = System.nanoTime();
        assertThat(hasty.size()).as("counted by threads that do not hang").isEqualTo(1);
        assertThatThrownBy(() -> hasty.reapable(partition, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("due sessions in partition " + partition + " of application " + APPLICATION
                        + " had no answer within 300 ms");
        for (int more = 0; more < 2; more++) {
            assertThatThrownBy(() -> hasty.reapable(partition, 10))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("300 ms");
        }
        hasty.close();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(800L, 3_000L);
        release.countDown();
        Await.until("it goes on", () -> store.size() == 1);
    }

    @Test
    void an_owner_that_is_not_sure_answers_nobody_until_it_is() {
        String key = keyOwnedBy(1);
        CommitId session = create(key);
        AtomicLong clock = new AtomicLong();
        HazelcastInstance owner = members.get(1).instance();
        StandstillGuard guard = new StandstillGuard(clock::get, 1_000, 1_000, () -> 2, () -> true);
        Membership membership = new Membership(owner.getCluster());
        new MemberStanding(owner, membership, guard, new MergeWatch()).putInto(owner);
        clock.addAndGet(1_001);

        assertThatThrownBy(() -> store.execute(
                        key, new Operation.Fetch(key, session, null, false), TimeUnit.MILLISECONDS.toNanos(300)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("stood still or was cut off");

        guard.resolve();
        held(store.execute(key, new Operation.Fetch(key, session, null, false), TIMEOUT));
    }

    @Test
    void below_the_least_number_of_members_the_store_is_unreachable_at_once() {
        members.close();
        members = new Members(2, 2);
        store = members.get(0).open(APPLICATION);
        String key = keyOwnedBy(0);
        create(key);
        assertThat(store.isReachable()).isTrue();
        assertThat(store.members()).hasSize(2).allMatch(address -> address.startsWith("127.0.0.1:"));

        members.kill(1);
        Await.until(
                "the survivor is alone",
                () -> members.get(0).instance().getCluster().getMembers().size() == 1);

        assertThat(store.isReachable()).isFalse();
        assertThat(store.members()).hasSize(1);
        assertThatThrownBy(() -> store.execute(key, new Operation.Fetch(key, null, null, false), TIMEOUT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the cluster has 1 member, fewer than minMembers = 2");
        members.start(1);
        Await.until(
                "both are there",
                () -> members.get(0).instance().getCluster().getMembers().size() == 2);
        held(store.execute(key, new Operation.Fetch(key, null, null, false), TIMEOUT));
    }

    @Test
    void as_many_members_as_backup_count_says_may_die_at_once() {
        members.close();
        members = new Members(3, 1, 2);
        store = members.get(0).open(APPLICATION);
        String key = keyOwnedBy(1);
        CommitId session = create(key);
        held(store.execute(key, commit(session, "a", "1"), TIMEOUT));
        for (int i = 0; i < 3; i++) {
            assertThat(Replicas.find(members.get(i).instance(), MAP, key)).isNotNull();
        }

        members.kill(1);
        members.kill(2);

        assertThat(value(key)).isEqualTo("1");
    }

    @Test
    void a_store_whose_node_has_left_says_so() {
        String key = keyOwnedBy(0);
        create(key);
        members.get(0).close();

        assertThatThrownBy(() -> store.execute(key, new Operation.Fetch(key, null, null, false), TIMEOUT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("this node has left the cluster");
    }

    @Test
    void a_graceful_stop_moves_the_records_first() {
        String key = keyOwnedBy(1);
        CommitId session = create(key);

        members.get(1).close();

        held(store.execute(key, new Operation.Fetch(key, session, null, false), TIMEOUT));
    }
}
