package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.Scope;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.copy.SessionCopy;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to sessions while no request is under way. */
@Timeout(60)
class KeeperTest extends TwoNodes {
    private long touches() {
        return sent.stream().filter(Operation.Touch.class::isInstance).count();
    }

    @Test
    void an_error_out_of_one_session_does_not_end_the_keeping_of_all() {
        stored("user", "ann");
        AtomicInteger failed = new AtomicInteger();
        faults = (key, operation, delivery) -> {
            if (operation instanceof Operation.Touch && failed.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("as the test wants it");
            }
            return delivery.get();
        };
        WorkingCopy<TestSession> copy = b.find(KEY);

        copy.enter(); // and opens nothing, so that its use has to be reported
        copy.leave();
        Await.until("the first report has failed", () -> failed.get() > 0);

        Await.until("it is reported all the same", () -> failed.get() > 1);
    }

    @Test
    void sessions_that_cannot_be_stored_again_and_again_do_not_keep_the_others_from_their_turn() {
        List<WorkingCopy<TestSession>> copies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            WorkingCopy<TestSession> copy = a.create((i < 16 ? "bad" : "good") + i, 1800);
            copy.enter();
            copy.complete();
            copy.leave();
            copies.add(copy);
        }
        faults = failing(Operation.Commit.class);
        for (WorkingCopy<TestSession> copy : copies) {
            assertThatThrownBy(() -> copy.put(Scope.APPLICATION, "user", "bob")).isInstanceOf(StoreException.class);
        }
        assertThat(a.kept()).hasSize(20);

        faults = (key, operation, delivery) -> key.startsWith("bad")
                ? failing(Operation.Commit.class).deliver(key, operation, delivery)
                : delivery.get();

        Await.until("the others are stored", () -> a.kept().size() == 16);
    }

    @Test
    void what_was_set_outside_a_request_while_the_store_was_away_is_stored_when_it_is_back() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        assertThat(copy.get(Scope.APPLICATION, "user")).isEqualTo("ann");
        faults = failing(Operation.Commit.class);
        assertThatThrownBy(() -> copy.put(Scope.APPLICATION, "user", "bob")).isInstanceOf(StoreException.class);

        assertThat(a.kept()).as("held strongly").contains((SessionCopy<TestSession>) copy);
        faults = Faults.NONE;

        Await.until("it is stored", () -> "bob".equals(readIn(b, "user")));
        Await.until("it need not be held any more", () -> a.kept().isEmpty());
    }

    private static Faults failing(Class<? extends Operation> kind) {
        return (key, operation, delivery) -> {
            if (kind.isInstance(operation)) {
                throw new StoreException("unreachable, says the test");
            }
            return delivery.get();
        };
    }

    @Test
    void a_session_held_for_a_value_of_this_node_alone_is_let_go_within_a_minute_of_its_end_elsewhere() {
        stored("local", new Object());
        assertThat(a.kept()).hasSize(1);
        endWithoutTelling();
        Keeper<TestSession> keeper = new Keeper<>(a, Keeper.MAX_SEEN);

        for (int i = 1; i < Keeper.TICKS_BETWEEN_CHECKS; i++) {
            keeper.tick();
        }
        assertThat(a.kept()).hasSize(1);
        keeper.tick();

        assertThat(a.kept()).isEmpty();
        assertThat(containerA.told).containsExactly("gone INVALIDATED");
        assertThat(Keeper.TICKS_BETWEEN_CHECKS * Keeper.TICK_MILLIS).isEqualTo(60_000);
    }

    /** As if the announcement had been lost. */
    private void endWithoutTelling() {
        WorkingCopy<TestSession> other = b.find(KEY);
        losesAnnouncements = true;
        try (Ending ending = other.end(Cause.INVALIDATED)) {
            assertThat(ending).isNotNull();
        }
    }

    @Test
    void no_more_uses_are_remembered_than_can_be() {
        ApplicationSessions<TestSession> node =
                still(new TestContainer(), 3, Map.of()); // whose own keeper does not come first
        Keeper<TestSession> keeper = new Keeper<>(node, 2);
        for (String id : new String[] {"one", "two", "three"}) {
            SessionCopy<TestSession> copy = SessionCopy.found(node, id, id);
            copy.enter();
            copy.leave();
            keeper.seen(copy);
        }
        long before = touches();

        keeper.tick();

        assertThat(touches() - before).isEqualTo(2);
    }

    @Test
    void a_session_is_ended_by_an_application_that_stops_at_that_moment() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        faults = (key, operation, delivery) -> {
            Answer answer = delivery.get();
            if (operation instanceof Operation.Claim) {
                a.close();
            }
            return answer;
        };

        Ending ending = Objects.requireNonNull(copy.end(Cause.INVALIDATED));

        assertThatCode(ending::close).doesNotThrowAnyException();
        assertThat(copy.isGone()).isTrue();
        assertThat((Object) a.repeat(() -> {}, 1)).as("begun after the end").isNull();
    }
}
