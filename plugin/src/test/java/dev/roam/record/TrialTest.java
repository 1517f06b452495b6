package dev.roam.record;

import static dev.roam.record.Records.HEADER;
import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TOUCH_CAP;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The timeout that a session has until a second request uses it. */
class TrialTest {
    private static final long NOW = 1_000_000;
    private static final long TRIAL = 10_000;
    private static final long TRIAL_DUE = NOW + TRIAL + TRIAL / 10;
    private static final long DUE = NOW + 66_000;

    private static SessionRecord onTrial(long trial) {
        return applied(new Operation.Create(id(ONE, 1), HEADER, Map.of(), TOUCH_CAP, trial, null, 0), null, NOW);
    }

    private static Operation fetch() {
        return new Operation.Fetch("id", null, null, false);
    }

    private static Operation touch(boolean first) {
        return new Operation.Touch(null, id(ONE, 1), 0, first);
    }

    @Test
    void until_a_second_request_uses_it_a_session_is_due_by_its_trial() {
        assertThat(onTrial(TRIAL).isDue(TRIAL_DUE - 1)).isFalse();
        assertThat(onTrial(TRIAL).isDue(TRIAL_DUE)).isTrue();
        assertThat(onTrial(TRIAL).touchInterval()).isEqualTo(TRIAL / 10);
        assertThat(onTrial(TRIAL).backstopMillis()).isEqualTo(2 * TRIAL + 3_600_000);
    }

    @Test
    void the_shorter_of_both_timeouts_holds() {
        assertThat(onTrial(1_000_000).isDue(DUE - 1)).isFalse();
        assertThat(onTrial(1_000_000).isDue(DUE)).isTrue();
    }

    @Test
    void a_session_that_never_times_out_does_while_it_is_on_trial() {
        HeaderChange never = new HeaderChange(0, false, null);
        Operation commit = new Operation.Commit(id(ONE, 1), id(ONE, 2), Map.of(), never, false, null);

        SessionRecord record = applied(commit, onTrial(TRIAL), NOW);

        assertThat(record.isDue(TRIAL_DUE)).isTrue();
        assertThat(applied(fetch(), record, NOW).isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void an_opening_ends_the_trial_and_is_backed_up() {
        Decision decision = fetch().decide(onTrial(TRIAL), NOW + 1);

        assertThat(decision.backup()).isTrue();
        SessionRecord record = applied(fetch(), onTrial(TRIAL), NOW);
        assertThat(record.isDue(DUE - 1)).isFalse();
        assertThat(record.isDue(DUE)).isTrue();
    }

    @Test
    void a_backup_that_missed_how_the_trial_ended_learns_of_it_with_the_repeat() {
        SessionRecord owner = applied(fetch(), onTrial(TRIAL), NOW);
        Outcome repeat =
                Objects.requireNonNull(fetch().repeated().decide(owner, NOW).outcome());

        assertThat(Objects.requireNonNull(repeat.apply(onTrial(TRIAL))).isDue(DUE - 1))
                .isFalse();
    }

    @Test
    void a_request_that_only_carried_the_cookie_ends_the_trial() {
        assertThat(applied(touch(false), onTrial(TRIAL), NOW).isDue(DUE - 1)).isFalse();
    }

    @Test
    void the_request_that_made_the_session_prolongs_the_trial_and_does_not_end_it() {
        SessionRecord record = applied(touch(true), onTrial(TRIAL), NOW + 5_000);

        assertThat(record.isDue(TRIAL_DUE + 4_999)).isFalse();
        assertThat(record.isDue(TRIAL_DUE + 5_000)).isTrue();
        assertThat(applied(touch(true), applied(fetch(), record, NOW), NOW).isDue(DUE - 1))
                .as("once it has ended it has")
                .isFalse();
    }

    @Test
    void neither_a_change_nor_a_new_id_ends_the_trial() {
        SessionRecord changed = applied(set(id(TWO, 1), "b", "2"), onTrial(TRIAL), NOW);
        SessionRecord renamed =
                applied(new Operation.Rename(id(ONE, 1), id(TWO, 2), "id", "next~id", null), changed, NOW);

        assertThat(renamed.isDue(TRIAL_DUE)).isTrue();
    }

    @Test
    void of_two_parts_of_a_divided_cluster_the_one_that_ended_the_trial_counts() {
        SessionRecord proven = applied(fetch(), onTrial(TRIAL), NOW);

        assertThat(onTrial(TRIAL).merged(proven).isDue(DUE - 1)).isFalse();
        assertThat(proven.merged(onTrial(TRIAL)).isDue(DUE - 1)).isFalse();
    }
}
