package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.OperationKind;
import dev.roam.OperationStatistics;
import dev.roam.Scope;
import dev.roam.SessionIds;
import dev.roam.SessionView;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import dev.roam.record.Writer;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two nodes on one store in memory count; and that looking is no use. */
@Timeout(60)
class StatisticsTest extends TwoNodes {
    private static void request(ApplicationSessions<TestSession> node, String name) {
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.enter();
        try {
            assertThat(copy.open(copy.id())).isTrue();
            assertThat(copy.open()).isTrue(); // current by now: no opening
            copy.get(Scope.APPLICATION, name);
            copy.complete();
        } finally {
            copy.leave();
        }
    }

    private static Map<OperationKind, Long> counts(ApplicationSessions<TestSession> node) {
        Map<OperationKind, Long> counts = new EnumMap<>(OperationKind.class);
        node.statistics().operations().forEach((kind, read) -> {
            if (read.count() > 0 && kind != OperationKind.TOUCH) {
                counts.put(kind, read.count());
            }
        });
        return counts;
    }

    @Test
    void each_operation_is_counted_under_its_name() {
        WorkingCopy<TestSession> copy = stored("n", "1");
        request(a, "n");
        copy.enter();
        copy.open();
        copy.put(Scope.APPLICATION, "n", "2");
        copy.complete();
        copy.leave();
        copy.rename(SessionIds.renamed("FEDCBA9876543210", KEY));
        a.look(copy.id());
        Objects.requireNonNull(copy.end(Cause.INVALIDATED)).close();

        assertThat(counts(a))
                .containsEntry(OperationKind.CREATE, 1L)
                .containsEntry(OperationKind.COMMIT, 1L)
                .containsEntry(OperationKind.RENAME, 1L)
                .containsEntry(OperationKind.LOOK, 1L)
                .containsEntry(OperationKind.CLAIM, 1L)
                .containsEntry(OperationKind.DROP, 1L)
                .containsEntry(OperationKind.FETCH, 3L);
        assertThat(a.statistics().operations().values()).allMatch(read -> read.failures() == 0);
        ahead.addAndGet(TimeUnit.MINUTES.toMillis(6));
        Await.until("the remainder is removed", () -> space.record(KEY) == null);
        assertThat(counts(a).getOrDefault(OperationKind.FORGET, 0L) + counts(b).getOrDefault(OperationKind.FORGET, 0L))
                .isPositive();
    }

    @Test
    void a_failure_is_counted_by_kind_and_for_the_request_that_it_fails() {
        stored("n", "1");
        faults = unreachable();
        assertThatThrownBy(() -> request(a, "n")).isInstanceOf(StoreException.class);

        OperationStatistics fetches = a.statistics().operation(OperationKind.FETCH);
        assertThat(fetches.failures()).isEqualTo(1);
        assertThat(fetches.count()).isEqualTo(1);
        assertThat(a.statistics().unavailable()).isEqualTo(1);
        assertThat(a.statistics().openings()).isZero();
    }

    @Test
    void what_fails_in_the_background_fails_no_request() {
        WorkingCopy<TestSession> copy = stored("n", "1");
        faults = unreachable();
        assertThatThrownBy(() -> copy.put(Scope.APPLICATION, "n", "2")).isInstanceOf(StoreException.class);
        assertThat(a.statistics().operation(OperationKind.FETCH).failures()).isPositive();
        assertThat(a.statistics().unavailable()).isZero();
    }

    @Test
    void openings_and_copies_are_counted() {
        stored("n", "1");
        request(b, "n");
        request(b, "n");
        assertThat(b.statistics().openings()).isEqualTo(2);
        assertThat(b.statistics().copies()).isEqualTo(1);
        assertThat(a.statistics().openings()).isZero();
        b.find("FEDCBA9876543210"); // an id of which nothing is known yet
        assertThat(b.statistics().copies()).isEqualTo(1);
    }

    @Test
    void a_commit_that_finds_nothing_changed_is_counted_and_costs_nothing() {
        stored("cart", new ArrayList<>(List.of("mug")));
        request(b, "cart");
        assertThat(b.statistics().unchanged()).isEqualTo(1);
        assertThat(counts(b)).doesNotContainKey(OperationKind.COMMIT);
        stored("text", "immutable");
        request(b, "text");
        assertThat(b.statistics().unchanged()).isEqualTo(1);
    }

    @Test
    void attributes_that_cannot_be_encoded_or_decoded_are_counted_each_time() {
        WorkingCopy<TestSession> copy = stored("bad", new Object());
        assertThat(a.statistics().notEncoded()).isEqualTo(1);
        copy.put(Scope.APPLICATION, "bad", new Object());
        assertThat(a.statistics().notEncoded()).isEqualTo(2);

        copy.put(Scope.APPLICATION, "worse", new Unreadable());
        request(b, "worse");
        request(b, "worse");
        assertThat(b.statistics().notDecoded()).isEqualTo(2);
        assertThat(b.statistics().notEncoded()).isZero();
    }

    /** Can be written, not read. */
    static final class Unreadable implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream in) throws java.io.IOException {
            throw new java.io.IOException("unreadable, says the test");
        }
    }

    @Test
    void a_session_that_timed_out_is_counted_where_it_was_ended() {
        stored("n", "1");
        ahead.addAndGet(TimeUnit.HOURS.toMillis(2));
        Await.until(
                "it is ended", () -> a.statistics().reaped() + b.statistics().reaped() > 0);
        assertThat(a.statistics().reaped() + b.statistics().reaped()).isEqualTo(1);
        assertThat(a.statistics().claimedAgain() + b.statistics().claimedAgain())
                .isZero();
    }

    @Test
    void a_claim_that_another_one_had_to_lapse_for_is_counted() {
        stored("n", "1");
        CommitId dead = new CommitId(new Writer(8, 8), 1);
        new MemoryStore(space).execute(KEY, new Operation.Claim(null, dead, Cause.INVALIDATED, 1, null), 1);

        Await.until(
                "it is ended", () -> a.statistics().reaped() + b.statistics().reaped() > 0);
        assertThat(a.statistics().claimedAgain() + b.statistics().claimedAgain())
                .isEqualTo(1);
    }

    @Test
    void counters_belong_to_one_start() {
        stored("n", "1");
        ApplicationSessions<TestSession> reloaded =
                node(new TestContainer(), 3, Map.of("storeTimeout", "1s", "reapInterval", "200ms"));
        assertThat(reloaded.statistics().operations().values()).allMatch(read -> read.failures() == 0);
        assertThat(counts(reloaded)).isEmpty();
        reloaded.close();
    }

    // ---------------------------------------------------------------- looking

    @Test
    void who_looks_at_a_session_sees_what_is_stored_and_does_not_use_it() {
        stored("n", "1");
        long used = Objects.requireNonNull(space.record(KEY)).accessed();
        ahead.addAndGet(5_000);

        SessionView view = Objects.requireNonNull(b.look(KEY));

        assertThat(view.get(Scope.APPLICATION, "n")).isEqualTo("1");
        assertThat(view.names(Scope.APPLICATION)).containsExactly("n");
        assertThat(view.names(Scope.TOMCAT)).isEmpty();
        assertThat(view.maxInactive()).isEqualTo(1800);
        assertThat(view.lastUse()).isGreaterThanOrEqualTo(used).isLessThan(used + 5_000);
        assertThat(Objects.requireNonNull(space.record(KEY)).accessed()).isEqualTo(used);
        assertThat(b.held()).isEmpty();
        assertThat(b.look("FEDCBA9876543210")).isNull();
        assertThat(b.look("no id")).isNull();
    }

    @Test
    void who_looks_sees_what_is_on_this_node_alone_too() {
        WorkingCopy<TestSession> copy = a.create(KEY, 1800);
        assertThat(Objects.requireNonNull(a.look(KEY)).created()).isEqualTo(copy.created());
        Object local = new Object();
        stored("local", local);

        assertThat(Objects.requireNonNull(a.look(KEY)).get(Scope.APPLICATION, "local"))
                .isSameAs(local);
        assertThat(Objects.requireNonNull(a.look(KEY)).names(Scope.APPLICATION)).containsExactly("local");
        assertThat(Objects.requireNonNull(b.look(KEY)).names(Scope.APPLICATION)).isEmpty();
    }

    @Test
    void a_working_copy_shows_what_it_has_and_asks_nothing() {
        stored("n", "1");
        request(b, "other");
        Map<OperationKind, Long> before = counts(b);
        WorkingCopy<TestSession> elsewhere = a.find(KEY);
        elsewhere.put(Scope.APPLICATION, "n", "2");

        SessionView view = b.find(KEY).view();

        assertThat(view.get(Scope.APPLICATION, "n")).isEqualTo("1");
        assertThat(view.names(Scope.APPLICATION)).containsExactly("n");
        assertThat(view.id()).isEqualTo(KEY);
        assertThat(counts(b)).isEqualTo(before);
        assertThat(b.find(KEY).get(Scope.APPLICATION, "n")).isEqualTo("2");
    }

    @Test
    void the_last_use_is_known_wherever_it_was_and_asking_is_none() {
        stored("n", "1");
        request(b, "n");
        ahead.addAndGet(5_000);
        long now = System.currentTimeMillis() + ahead.get();
        request(a, "n");
        ahead.addAndGet(5_000);

        long first = b.find(KEY).lastUse();
        assertThat(first).isBetween(now, now + 4_000);
        assertThat(b.find(KEY).lastUse()).isEqualTo(first);
        assertThat(a.find("FEDCBA9876543210").lastUse()).isZero();
    }
}
