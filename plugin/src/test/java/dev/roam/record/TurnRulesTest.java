package dev.roam.record;

import static dev.roam.record.Records.INTERVAL;
import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TIMEOUT_MILLIS;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.changes;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.key;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static dev.roam.record.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Cause;
import dev.roam.record.Answer.Held;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the owner decides about turns. */
class TurnRulesTest {
    private static final long NOW = 1_000_000;
    private static final long LEASE = 2_000;
    private static final CommitId MINE = id(ONE, 50);
    private static final CommitId OTHER = id(TWO, 50);

    private static Operation lock(CommitId ticket, @Nullable Version known) {
        return new Operation.Lock(null, id(ONE, 1), ticket, LEASE, known, false);
    }

    private static Operation.Commit inTurn(CommitId ticket, CommitId commit, String text) {
        return new Operation.Commit(
                id(ONE, 1), commit, changes("a", text, Version.NONE), HeaderChange.NONE, false, null, ticket, 0);
    }

    private static SessionRecord locked(SessionRecord record, CommitId ticket, long now) {
        return applied(lock(ticket, null), record, now);
    }

    @Test
    void a_turn_brings_what_the_node_does_not_know_and_is_backed_up() {
        SessionRecord before = session(NOW);
        SessionRecord changed = applied(set(id(TWO, 1), "b", "2"), before, NOW + 1);

        Decision decision = lock(MINE, before.version()).decide(changed, NOW + 2);

        assertThat(decision.backup()).isTrue();
        assertThat(decision.answer()).isInstanceOf(Held.class);
        assertThat(((Held) decision.answer()).update().attributes()).containsOnlyKeys(key("b"));
        assertThat(locked(changed, MINE, NOW + 2).accessed()).isEqualTo(NOW + 2);
    }

    @Test
    void another_ones_turn_is_waited_for_and_waiting_is_no_access() {
        SessionRecord held = locked(session(NOW), MINE, NOW + 1);

        Decision decision = lock(OTHER, null).decide(held, NOW + 2);

        assertThat(decision.answer()).isEqualTo(new Answer.Waiting());
        assertThat(decision.backup()).isFalse();
        assertThat(locked(held, OTHER, NOW + 2).accessed()).isEqualTo(NOW + 1);
    }

    @Test
    void a_session_for_whose_turn_somebody_waits_is_in_use() {
        SessionRecord record = locked(locked(session(NOW), MINE, NOW), OTHER, NOW + 1);
        long half = INTERVAL / 2;
        for (long now = NOW; now < NOW + 2 * TIMEOUT_MILLIS; now += half) {
            record = applied(lock(OTHER, null), record, now);
        }

        assertThat(record.isDue(NOW + 2 * TIMEOUT_MILLIS)).isFalse();
    }

    @Test
    void a_session_that_is_due_has_no_turns_and_is_closed() {
        Decision decision = lock(MINE, null).decide(session(NOW), NOW + TIMEOUT_MILLIS + INTERVAL);

        assertThat(decision.answer()).isEqualTo(new Refused(Reason.DUE, Cause.TIMEOUT));
        assertThat(decision.backup()).isTrue();
    }

    @Test
    void a_change_counts_in_its_turn_and_not_after_another_one_has_had_its_own() {
        SessionRecord held = locked(session(NOW), MINE, NOW);
        SessionRecord changed = applied(inTurn(MINE, id(ONE, 2), "2"), held, NOW + 1);
        assertThat(text(changed, "a")).isEqualTo("2");

        SessionRecord lapsed = locked(changed, OTHER, NOW + LEASE);
        assertThat(inTurn(MINE, id(ONE, 3), "3").decide(lapsed, NOW + LEASE).answer())
                .isEqualTo(new Refused(Reason.LOCK_LOST));
        SessionRecord free = applied(new Operation.Unlock(OTHER, LEASE, false), lapsed, NOW + LEASE);
        assertThat(inTurn(MINE, id(ONE, 3), "3").decide(free, NOW + LEASE).answer())
                .as("nobody's turn, but it has been another one's")
                .isEqualTo(new Refused(Reason.LOCK_LOST));
        Operation rename = new Operation.Rename(id(ONE, 1), id(ONE, 4), "id", "new", null, MINE);
        assertThat(rename.decide(free, NOW + LEASE).answer()).isEqualTo(new Refused(Reason.LOCK_LOST));
    }

    @Test
    void a_change_that_was_applied_in_its_turn_gets_its_first_outcome_also_when_that_is_over() {
        Operation.Commit commit = inTurn(MINE, id(ONE, 2), "2");
        SessionRecord changed = applied(commit, locked(session(NOW), MINE, NOW), NOW + 1);
        SessionRecord other = locked(changed, OTHER, NOW + LEASE);

        assertThat(commit.decide(other, NOW + LEASE).answer()).isInstanceOf(Held.class);
    }

    @Test
    void a_lease_that_ran_out_while_nobody_asked_changes_nothing() {
        SessionRecord held = locked(session(NOW), MINE, NOW);

        assertThat(inTurn(MINE, id(ONE, 2), "2").decide(held, NOW + 10 * LEASE).answer())
                .isInstanceOf(Held.class);
    }

    @Test
    void a_turn_that_was_lost_is_not_prolonged_and_does_not_come_back_with_what_arrives_late() {
        SessionRecord other = locked(locked(session(NOW), MINE, NOW), OTHER, NOW + LEASE);
        SessionRecord free = applied(new Operation.Unlock(OTHER, LEASE, false), other, NOW + LEASE);

        assertThat(new Operation.Renew(MINE, LEASE, false)
                        .decide(free, NOW + LEASE)
                        .answer())
                .isEqualTo(new Refused(Reason.LOCK_LOST));
        assertThat(lock(MINE, null).decide(free, NOW + LEASE).answer()).isEqualTo(new Refused(Reason.SUPERSEDED));
        assertThat(lock(OTHER, null).decide(free, NOW + LEASE).answer()).isEqualTo(new Refused(Reason.SUPERSEDED));
    }

    @Test
    void who_gives_its_turn_back_learns_whose_it_is_now() {
        SessionRecord waiting = locked(locked(session(NOW), MINE, NOW), OTHER, NOW + 1);
        Operation unlock = new Operation.Unlock(MINE, LEASE, false);

        Decision decision = unlock.decide(waiting, NOW + 2);

        assertThat(decision.answer()).isEqualTo(new Answer.Released(OTHER));
        assertThat(decision.backup()).isTrue();
        SessionRecord next = applied(unlock, waiting, NOW + 2);
        assertThat(next.turns().isHeldBy(OTHER)).isTrue();
        assertThat(unlock.decide(next, NOW + 3).answer())
                .as("sent again it takes nobody's turn")
                .isEqualTo(new Answer.Released(null));
    }

    @Test
    void a_backup_that_lags_refuses_a_turn_and_what_is_sent_again_heals_it() {
        SessionRecord lagging = session(NOW);
        SessionRecord owners = applied(set(id(TWO, 1), "b", "2"), lagging, NOW + 1);
        Operation lock = lock(MINE, null);
        Outcome first = Objects.requireNonNull(lock.decide(owners, NOW + 2).outcome());

        assertThatThrownBy(() -> first.apply(lagging)).isInstanceOf(LaggingBackupException.class);
        Outcome again =
                Objects.requireNonNull(lock.repeated().decide(owners, NOW + 2).outcome());
        SessionRecord healed = Objects.requireNonNull(again.apply(lagging));

        assertThat(healed.sameContents(owners)).isTrue();
        assertThat(healed.turns().isHeldBy(MINE)).isTrue();
    }

    @Test
    void ending_a_session_waits_for_nobodys_turn_and_nothing_is_left_of_turns() {
        SessionRecord held = locked(session(NOW), MINE, NOW);
        SessionRecord ending = applied(Records.claim(id(TWO, 2), Cause.INVALIDATED), held, NOW + 1);

        assertThat(lock(OTHER, null).decide(ending, NOW + 1).answer())
                .isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
        SessionRecord ended = applied(new Operation.Drop(id(ONE, 1), id(TWO, 2)), ending, NOW + 2);
        assertThat(ended.turns()).isEqualTo(Turns.NONE);
    }

    @Test
    void two_parts_that_meet_again_have_nobodys_turn_unless_they_agree() {
        SessionRecord mine = locked(session(NOW), MINE, NOW);
        SessionRecord other = locked(session(NOW), OTHER, NOW);

        assertThat(mine.merged(other).turns()).isEqualTo(Turns.NONE);
        assertThat(other.merged(mine).turns()).isEqualTo(Turns.NONE);
        assertThat(mine.merged(mine.seen(NOW + 1, NOW + 1, true)).turns()).isEqualTo(mine.turns());
    }
}
