package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.LockTimeoutException;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import dev.roam.record.SessionRecord;
import dev.roam.session.TestContainer.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What changes when an option of an application is changed. */
@Timeout(60)
class ApplicationOptionsEffectTest extends TwoNodes {
    private final TestContainer container = new TestContainer();

    private void change(ApplicationSessions<TestSession> node) {
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.enter();
        @SuppressWarnings("unchecked") // as the tests store it
        List<String> cart = (List<String>) Objects.requireNonNull(copy.get(Scope.APPLICATION, "cart"));
        cart.add("tea");
        copy.complete();
        copy.leave();
    }

    @Test
    void without_detect_mutations_a_change_in_place_is_not_found_and_one_that_is_set_is() {
        stored("cart", new ArrayList<>(List.of("mug")));
        ApplicationSessions<TestSession> node = node(container, 3, Map.of("detectMutations", "false"));

        change(node);
        assertThat(readIn(b, "cart")).isEqualTo("[mug]");
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.put(Scope.APPLICATION, "cart", new ArrayList<>(List.of("pot")));
        assertThat(readIn(b, "cart")).isEqualTo("[pot]");

        change(b);
        assertThat(readIn(a, "cart")).as("by default").isEqualTo("[pot, tea]");
        node.close();
    }

    @Test
    void an_operation_may_take_as_long_as_store_timeout_says() {
        stored("user", "ann");
        ApplicationSessions<TestSession> patient = node(container, 3, Map.of("storeTimeout", "30s"));

        assertThat(b.find(KEY).open(KEY)).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(lastTimeout.get())).isBetween(500L, 1_000L);
        assertThat(patient.find(KEY).open(KEY)).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(lastTimeout.get())).isBetween(15_000L, 30_000L);
        patient.close();
    }

    @Test
    void with_locking_a_request_has_its_session_alone_and_another_one_waits_as_long_as_lock_timeout_says() {
        stored("user", "ann");
        ApplicationSessions<TestSession> free = node(container, 3, Map.of("lockTimeout", "10ms"));
        ApplicationSessions<TestSession> locking =
                node(container, 4, Map.of("locking", "session", "lockTimeout", "400ms"));
        WorkingCopy<TestSession> copy = locking.find(KEY);
        copy.enter();
        assertThat(copy.lock(new Running(), KEY)).isTrue();

        long asked = System.nanoTime();
        assertThatThrownBy(() -> copy.lock(new Running(), KEY)).isInstanceOf(LockTimeoutException.class);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked)).isGreaterThanOrEqualTo(400);
        assertThat(free.find(KEY).lock(new Running(), KEY)).as("by default").isTrue();
        copy.leave();
        free.close();
        locking.close();
    }

    /** A request that is not over. */
    private static final class Running implements OutsideUse.Request {
        @Override
        public boolean isIn(WorkingCopy<?> copy) {
            return true;
        }

        @Override
        public boolean isUnderWay(WorkingCopy<?> copy) {
            return true;
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public boolean isAsynchronous() {
            return false;
        }
    }

    @Test
    void a_session_is_due_one_touch_interval_after_its_timeout_at_most() {
        stored("user", "ann");
        SessionRecord usual = Objects.requireNonNull(space.record(KEY));
        ApplicationSessions<TestSession> node = node(container, 3, Map.of("touchInterval", "2s"));
        WorkingCopy<TestSession> copy = node.create("other", 1800);
        copy.enter();
        copy.complete();
        copy.leave();
        SessionRecord other = Objects.requireNonNull(space.record("other"));

        assertThat(usual.isDue(usual.touched() + 1_860_000 - 1)).isFalse();
        assertThat(usual.isDue(usual.accessed() + 1_860_000)).isTrue();
        assertThat(other.isDue(other.touched() + 1_802_000 - 1)).isFalse();
        assertThat(other.isDue(other.accessed() + 1_802_000)).isTrue();
        node.close();
    }

    @Test
    void a_node_looks_for_due_sessions_as_often_as_reap_interval_says() {
        a.close();
        b.close();
        ApplicationSessions<TestSession> seldom = node(container, 3, Map.of("reapInterval", "1h"));
        WorkingCopy<TestSession> copy = seldom.create(KEY, 1);
        copy.enter();
        copy.complete();
        copy.leave();
        long due = Objects.requireNonNull(space.record(KEY)).touched() + 1_100;
        Await.until("it is due, and has been for a while", () -> System.currentTimeMillis() > due + 600);
        assertThat(container.told).isEmpty();

        TestContainer other = new TestContainer();
        ApplicationSessions<TestSession> often = node(other, 4, Map.of("reapInterval", "100ms"));
        seldom.close(); // and leaves its partitions to the other one
        Await.until("it is ended", () -> !other.told.isEmpty());

        assertThat(other.told).containsExactly("end TIMEOUT");
        often.close();
    }

    @Test
    void new_session_timeout_holds_until_a_second_request_uses_the_session() {
        ApplicationSessions<TestSession> node = still(container, 3, Map.of("newSessionTimeout", "10s"));
        WorkingCopy<TestSession> copy = node.create(KEY, 1800);
        copy.enter();
        copy.complete();
        copy.leave();
        SessionRecord made = Objects.requireNonNull(space.record(KEY));
        assertThat(made.isDue(made.touched() + 11_000)).isTrue();
        assertThat(made.isDue(made.touched() + 10_999)).isFalse();

        copy.enter();
        assertThat(copy.open(KEY)).isTrue();
        copy.leave();
        SessionRecord used = Objects.requireNonNull(space.record(KEY));
        assertThat(used.isDue(used.touched() + 1_800_000)).isFalse();

        stored("user", "ann");
        SessionRecord usual = Objects.requireNonNull(space.record(KEY));
        assertThat(usual.isDue(usual.touched() + 1_800_000)).as("by default").isFalse();
        node.close();
    }

    @Test
    void with_new_session_timeout_a_first_request_may_last_long_and_the_session_of_nobody_ends_soon() {
        a.close();
        b.close();
        ApplicationSessions<TestSession> node =
                node(container, 3, Map.of("newSessionTimeout", "1s", "reapInterval", "50ms"));
        WorkingCopy<TestSession> copy = node.create(KEY, 1800);
        copy.enter();
        copy.commit();
        long start = System.nanoTime();
        Await.until("it has lasted for long", () -> System.nanoTime() - start > 3_000_000_000L);
        assertThat(container.told).isEmpty();

        copy.leave();
        Await.until("it is ended", () -> !container.told.isEmpty());
        assertThat(container.told).containsExactly("end TIMEOUT");
        node.close();
    }

    private static WorkingCopy<TestSession> login(ApplicationSessions<TestSession> node, String id) {
        WorkingCopy<TestSession> copy = node.create(id, 1800);
        copy.enter();
        copy.identity(new Identity("ann", Set.of(), "FORM"));
        copy.complete();
        copy.leave();
        return copy;
    }

    @Test
    void a_user_has_no_more_sessions_than_max_sessions_per_user_says_and_the_policy_says_which() {
        login(a, "one");
        login(a, "two"); // by default as many as wanted
        ApplicationSessions<TestSession> ending = node(container, 3, Map.of("maxSessionsPerUser", "2"));
        login(ending, "three");
        assertThat(container.told).as("by default").containsExactly("end USER_LIMIT");
        ending.close();

        ApplicationSessions<TestSession> refusing =
                node(new TestContainer(), 4, Map.of("maxSessionsPerUser", "2", "userLimitPolicy", "refuse"));
        assertThatThrownBy(() -> login(refusing, "four")).isInstanceOf(LimitException.class);
        refusing.close();
    }
}
