package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.session.TestContainer.TestSession;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Why a session ends, and that its events are fired once. */
@Timeout(90)
class EndingsTest extends TwoNodes {
    private static final long LEASE_MILLIS = 15_000;

    private List<String> ends() {
        return Stream.concat(containerA.told.stream(), containerB.told.stream())
                .filter(line -> line.startsWith("end "))
                .toList();
    }

    private boolean isEnded() {
        SessionRecord record = space.record(KEY);
        return record != null && record.state() instanceof State.Ended;
    }

    @Test
    void who_takes_over_a_lapsed_claim_fires_the_events_for_the_first_ones_cause() {
        Ending claimed = Objects.requireNonNull(stored("user", "ann").end(Cause.USER_LIMIT));
        assertThat(claimed.cause()).isEqualTo(Cause.USER_LIMIT);

        a.close(); // and renews it no more
        ahead.addAndGet(LEASE_MILLIS + 1);
        Await.until("a reaper ends it", this::isEnded);

        assertThat(ends()).containsExactly("end USER_LIMIT");
    }

    @Test
    void who_finds_a_session_being_ended_learns_why() {
        losesAnnouncements = true;
        WorkingCopy<TestSession> copy = stored("user", "ann");
        assertThat(readIn(b, "user")).isEqualTo("ann");
        Ending claimed = Objects.requireNonNull(copy.end(Cause.USER_LIMIT));

        assertThat(readIn(b, "user")).isEqualTo("gone");
        assertThat(containerB.told).containsExactly("gone USER_LIMIT");
        claimed.close();
    }

    @Test
    void a_node_that_could_not_drop_the_record_drops_it_later_without_firing_the_events_again() {
        b.close();
        stored("user", "ann");
        AtomicInteger drops = new AtomicInteger();
        faults = (key, operation, delivery) -> {
            if (operation instanceof Operation.Drop && drops.incrementAndGet() == 1) {
                throw new StoreException("unreachable, says the test");
            }
            return delivery.get();
        };
        ahead.addAndGet(TimeUnit.HOURS.toMillis(1));
        Await.until("it is ended and cannot be dropped", () -> drops.get() == 1 && ends().size() == 1);

        ahead.addAndGet(LEASE_MILLIS + 1);
        Await.until("it is dropped", this::isEnded);

        assertThat(ends()).containsExactly("end TIMEOUT");
    }

    /** The keeper waits for the store, and the reaper for the listener: none of them may keep the claim from being renewed. */
    @Test
    void a_listener_that_lasts_longer_than_the_claim_is_not_repeated() {
        CountDownLatch over = new CountDownLatch(1);
        faults = (key, operation, delivery) -> {
            if (operation instanceof Operation.Touch) {
                await(over);
            }
            return delivery.get();
        };
        stored("user", "ann");
        long lease = TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS + 2_000);
        for (TestContainer container : List.of(containerA, containerB)) {
            container.whenEnded = session -> {
                long start = System.nanoTime();
                Await.until("it lasts longer than the claim", () -> System.nanoTime() - start > lease);
            };
        }
        for (ApplicationSessions<TestSession> node : List.of(a, b)) {
            WorkingCopy<TestSession> used = node.create("in use on " + node.hashCode(), 7200);
            used.enter();
            used.commit();
            used.enter(); // which is to be reported
        }
        ahead.addAndGet(TimeUnit.SECONDS.toMillis(1861));

        Await.until("the listener is over", this::isEnded);
        over.countDown();

        assertThat(ends()).containsExactly("end TIMEOUT");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_timeout_that_was_changed_is_the_stored_one_at_once_and_that_of_every_node() {
        stored("user", "ann");
        for (int seconds : new int[] {5, 7200, 0, -1, 60}) {
            WorkingCopy<TestSession> copy = a.find(KEY);
            copy.enter();
            copy.open(KEY);
            copy.maxInactive(seconds);
            copy.complete();
            copy.leave();

            SessionRecord record = Objects.requireNonNull(space.record(KEY));
            assertThat(record.header().maxInactive()).isEqualTo(seconds);
            long sign = Math.max(record.accessed(), record.touched());
            if (seconds > 0) {
                long due = sign + seconds * 1_000L + record.touchInterval();
                assertThat(record.isDue(due - 1)).isFalse();
                assertThat(record.isDue(due)).isTrue();
            } else {
                assertThat(record.isDue(Long.MAX_VALUE)).isFalse();
            }
            WorkingCopy<TestSession> there = b.find(KEY);
            there.enter();
            there.open(KEY);
            assertThat(there.maxInactive()).isEqualTo(seconds);
            there.leave();
        }
    }
}
