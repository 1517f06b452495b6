package dev.roam.record;

import static dev.roam.record.Records.INTERVAL;
import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TIMEOUT_MILLIS;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.bytes;
import static dev.roam.record.Records.changes;
import static dev.roam.record.Records.claim;
import static dev.roam.record.Records.creation;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.key;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static dev.roam.record.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.record.Answer.Claimed;
import dev.roam.record.Answer.Held;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of each operation, on one record at one moment. What happens when they meet is in {@code ProtocolSimulationTest}. */
class OperationTest {
    private static final long NOW = 1_000_000;
    private static final long DUE = NOW + TIMEOUT_MILLIS + INTERVAL;

    // ------------------------------------------------------------------ create

    @Test
    void a_create_on_a_free_key_makes_a_session_and_is_backed_up() {
        Decision decision = creation(id(ONE, 1)).decide(null, NOW);

        assertThat(decision.backup()).isTrue();
        assertThat(held(decision).incarnation()).isEqualTo(id(ONE, 1));
        assertThat(text(session(NOW), "a")).isEqualTo("1");
    }

    @Test
    void a_create_on_a_key_in_use_is_refused() {
        assertThat(creation(id(TWO, 1)).decide(session(NOW), NOW).answer()).isEqualTo(refused(Reason.TAKEN));
    }

    @Test
    void a_repeated_create_gets_its_first_outcome_and_is_backed_up_whole() {
        SessionRecord changed = applied(set(id(TWO, 1), "b", "2"), session(NOW), NOW);

        Decision again = creation(id(ONE, 1)).decide(changed, NOW + 5);

        assertThat(held(again).own()).isEqualTo(session(NOW).version());
        assertThat(held(again).update().attributes()).containsOnlyKeys(key("a"), key("b"));
        assertThat(again.backup()).isTrue();
        assertThat(again.outcome()).isEqualTo(new Outcome.Put(changed));
    }

    @Test
    void a_repeated_create_of_a_session_that_is_being_ended_finds_it_gone() {
        SessionRecord ending = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        assertThat(creation(id(ONE, 1)).decide(ending, NOW).answer())
                .isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
    }

    @Test
    void a_late_create_does_not_bring_an_ended_session_back() {
        assertThat(creation(id(ONE, 1)).decide(ended(), NOW).answer()).isEqualTo(refused(Reason.ABSENT));
    }

    @Test
    void the_next_session_under_a_key_still_remembers_the_creates_before_it() {
        SessionRecord second = applied(creation(id(TWO, 9)), ended(), NOW);

        assertThat(second.incarnation()).isEqualTo(id(TWO, 9));
        assertThat(creation(id(ONE, 1)).decide(second, NOW).answer()).isEqualTo(refused(Reason.ABSENT));
    }

    // ------------------------------------------------------------------- fetch

    @Test
    void a_fetch_shortly_after_a_sign_of_life_stays_on_the_owner() {
        Decision decision = fetch("id").decide(session(NOW), NOW + INTERVAL / 2 - 1);

        assertThat(decision.backup()).isFalse();
        assertThat(decision.outcome()).isEqualTo(new Outcome.Access(NOW + INTERVAL / 2 - 1, 0, true));
    }

    @Test
    void a_fetch_half_a_touch_interval_after_the_last_sign_of_life_is_backed_up() {
        assertThat(fetch("id").decide(session(NOW), NOW + INTERVAL / 2).backup())
                .isTrue();
    }

    @Test
    void a_fetch_that_is_sent_again_is_backed_up() {
        assertThat(fetch("id").repeated().decide(session(NOW), NOW + 1).backup())
                .isTrue();
    }

    @Test
    void a_fetch_by_another_id_finds_the_session_renamed() {
        assertThat(fetch("other").decide(session(NOW), NOW).answer()).isEqualTo(refused(Reason.RENAMED));
    }

    @Test
    void a_fetch_of_another_incarnation_finds_it_replaced() {
        Operation fetch = new Operation.Fetch(null, id(TWO, 1), null, false);

        assertThat(fetch.decide(session(NOW), NOW).answer()).isEqualTo(refused(Reason.REPLACED));
    }

    @Test
    void a_session_is_not_due_before_its_timeout_and_a_touch_interval_and_is_from_then_on() {
        assertThat(fetch("id").decide(session(NOW), DUE - 1).answer()).isInstanceOf(Held.class);
        assertThat(fetch("id").decide(session(NOW), DUE).answer()).isEqualTo(new Refused(Reason.DUE, Cause.TIMEOUT));
    }

    @Test
    void who_finds_a_session_due_makes_it_stay_gone() {
        SessionRecord found = applied(fetch("id"), session(NOW), DUE);

        assertThat(found.state()).isEqualTo(new State.Ending(CommitId.NONE, DUE, Cause.TIMEOUT));
        assertThat(set(id(TWO, 1), "b", "late").decide(found, DUE).answer())
                .isEqualTo(new Refused(Reason.ENDING, Cause.TIMEOUT));
        assertThat(claim(id(TWO, 1), Cause.TIMEOUT).decide(found, DUE).answer()).isInstanceOf(Held.class);
    }

    @Test
    void a_session_without_timeout_is_never_due() {
        SessionRecord eternal = applied(
                new Operation.Commit(id(ONE, 1), id(TWO, 1), Map.of(), new HeaderChange(0, false, null), false, null),
                session(NOW),
                NOW);

        assertThat(eternal.isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void who_learns_that_a_session_is_being_ended_learns_it_from_the_backups_too() {
        SessionRecord ending = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        for (Operation operation : new Operation[] {
            fetch("id"), new Operation.Touch("id", null, 0), set(id(ONE, 2), "b", "2"), claim(id(ONE, 2), Cause.TIMEOUT)
        }) {
            Decision decision = operation.decide(ending, NOW);
            assertThat(decision.answer()).isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
            assertThat(decision.backup()).isTrue();
            assertThat(decision.outcome()).isEqualTo(new Outcome.Put(ending));
        }
    }

    // ------------------------------------------------------------------- touch

    @Test
    void a_touch_says_how_long_ago_the_use_was_and_raises_no_version() {
        SessionRecord touched = applied(new Operation.Touch("id", null, 100), session(NOW), NOW + 5_000);

        assertThat(touched.touched()).isEqualTo(NOW + 4_900);
        assertThat(touched.version()).isEqualTo(session(NOW).version());
    }

    @Test
    void an_old_touch_takes_nothing_back() {
        SessionRecord touched = applied(new Operation.Touch("id", null, 100_000), session(NOW), NOW + 1);

        assertThat(touched.touched()).isEqualTo(NOW);
    }

    // -------------------------------------------------------------------- look

    @Test
    void a_look_stamps_nothing_and_tells_the_latest_use() {
        SessionRecord used = applied(fetch("id"), session(NOW), NOW + 2_000);
        Decision look = new Operation.Look("id", null, null).decide(used, NOW + 5_000);

        assertThat(look.outcome()).isNull();
        assertThat(held(look).previousAccess()).isEqualTo(NOW + 2_000);
        assertThat(held(look).update().header()).isEqualTo(used.header());
        SessionRecord touched = applied(new Operation.Touch("id", null, 0), used, NOW + 3_000);
        assertThat(held(new Operation.Look(null, id(ONE, 1), touched.version()).decide(touched, NOW))
                        .previousAccess())
                .isEqualTo(NOW + 3_000);
    }

    @Test
    void a_look_at_a_due_session_neither_closes_it_nor_says_that_it_is_gone() {
        Decision look = new Operation.Look("id", null, null).decide(session(NOW), DUE);

        assertThat(look.answer()).isInstanceOf(Held.class);
        assertThat(look.outcome()).isNull();
    }

    @Test
    void a_look_finds_no_session_that_is_gone_renamed_or_another() {
        assertThat(new Operation.Look("id", null, null).decide(null, NOW).answer())
                .isEqualTo(refused(Reason.ABSENT));
        assertThat(new Operation.Look("other", null, null)
                        .decide(session(NOW), NOW)
                        .answer())
                .isEqualTo(refused(Reason.RENAMED));
        assertThat(new Operation.Look(null, id(TWO, 1), null)
                        .decide(session(NOW), NOW)
                        .answer())
                .isEqualTo(refused(Reason.REPLACED));
        SessionRecord ending = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);
        assertThat(new Operation.Look("id", null, null).decide(ending, NOW).answer())
                .isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
    }

    // ------------------------------------------------------------------ commit

    @Test
    void changes_to_different_attributes_from_one_version_both_stand() {
        SessionRecord both =
                applied(set(id(TWO, 1), "c", "3"), applied(set(id(ONE, 2), "b", "2"), session(NOW), NOW), NOW);

        assertThat(text(both, "a")).isEqualTo("1");
        assertThat(text(both, "b")).isEqualTo("2");
        assertThat(text(both, "c")).isEqualTo("3");
    }

    @Test
    void a_commit_is_answered_with_what_others_changed_and_not_with_its_own() {
        Version known = session(NOW).version();
        SessionRecord changed = applied(set(id(TWO, 1), "b", "2"), session(NOW), NOW);
        Operation commit = new Operation.Commit(
                id(ONE, 1), id(ONE, 2), changes("a", "mine", known), HeaderChange.NONE, false, known);

        assertThat(held(commit.decide(changed, NOW)).update().attributes()).containsOnlyKeys(key("b"));
    }

    @Test
    void a_repeated_commit_is_applied_once() {
        Operation commit = set(id(TWO, 1), "a", "2");
        SessionRecord once = applied(commit, session(NOW), NOW);
        SessionRecord newer = applied(set(id(ONE, 2), "a", "3"), once, NOW);

        SessionRecord twice = applied(commit, newer, NOW);

        assertThat(text(twice, "a")).isEqualTo("3");
        assertThat(twice).isSameAs(newer);
    }

    @Test
    void a_commit_that_its_writers_next_one_overtook_is_refused() {
        SessionRecord next = applied(set(id(TWO, 2), "a", "2"), session(NOW), NOW);

        assertThat(set(id(TWO, 1), "a", "1").decide(next, NOW).answer()).isEqualTo(refused(Reason.SUPERSEDED));
    }

    @Test
    void a_commit_makes_no_session() {
        assertThat(set(id(TWO, 1), "a", "2").decide(null, NOW).answer()).isEqualTo(refused(Reason.ABSENT));
        assertThat(set(id(TWO, 1), "a", "2").decide(ended(), NOW).answer()).isEqualTo(refused(Reason.ABSENT));
    }

    @Test
    void a_change_that_gives_way_is_answered_with_what_stands_however_long_the_node_knows_it() {
        Version old = session(NOW).version();
        SessionRecord newer = applied(set(id(TWO, 1), "a", "newer"), session(NOW), NOW);
        Operation.Commit left = new Operation.Commit(
                id(ONE, 1), id(ONE, 2), changes("a", "left", old), HeaderChange.NONE, true, newer.version());

        Decision first = left.decide(newer, NOW);
        SessionRecord after = applied(left, newer, NOW);
        Decision again = left.decide(after, NOW);

        assertThat(text(after, "a")).isEqualTo("newer");
        assertThat(held(first).update().attributes())
                .containsEntry(key("a"), after.attributes().get(key("a")));
        assertThat(held(again).update().attributes())
                .containsEntry(key("a"), after.attributes().get(key("a")));
    }

    @Test
    void a_login_that_a_failed_request_left_gives_way_to_a_later_logout() {
        SessionRecord before = session(NOW);
        SessionRecord loggedOut = applied(
                new Operation.Commit(
                        id(ONE, 1), id(TWO, 1), Map.of(), new HeaderChange(null, true, null), false, before.version()),
                before,
                NOW);
        Operation.Commit left = new Operation.Commit(
                id(ONE, 1),
                id(ONE, 2),
                Map.of(),
                new HeaderChange(null, true, new Identity("eve", Set.of(), null)),
                true,
                before.version());

        assertThat(applied(left, loggedOut, NOW).header().identity()).isNull();
        assertThat(held(left.decide(loggedOut, NOW)).update().header()).isEqualTo(loggedOut.header());
        assertThat(applied(left, before, NOW).header().identity()).isEqualTo(new Identity("eve", Set.of(), null));
    }

    @Test
    void a_change_that_gives_way_to_a_removal_nobody_remembers_is_answered_with_the_removal() {
        Operation.Commit left = new Operation.Commit(
                id(ONE, 1),
                id(ONE, 2),
                changes("b", "left", new Version(1, 4711)),
                HeaderChange.NONE,
                true,
                session(NOW).version());

        Update update = held(left.decide(session(NOW), NOW)).update();

        assertThat(update.attributes()).containsEntry(key("b"), new AttributeValue(Version.NONE, null));
    }

    // ------------------------------------------------------------------ rename

    @Test
    void who_renames_second_learns_the_first_ones_id_and_backs_it_up() {
        SessionRecord renamed = applied(rename(id(TWO, 1), "id", "new"), session(NOW), NOW);

        Decision second = rename(id(ONE, 2), "id", "other").decide(renamed, NOW);

        Header header = held(second).update().header();
        assertThat(header).isNotNull().extracting(Header::id).isEqualTo("new");
        assertThat(second.outcome()).isEqualTo(new Outcome.Put(renamed));
        assertThat(second.backup()).isTrue();
    }

    // ----------------------------------------------------------- claim and drop

    @Test
    void a_session_in_use_is_claimed_for_an_invalidation_but_not_for_its_timeout() {
        assertThat(claim(id(TWO, 1), Cause.TIMEOUT).decide(session(NOW), NOW).answer())
                .isEqualTo(refused(Reason.NOT_DUE));
        assertThat(claim(id(TWO, 1), Cause.INVALIDATED)
                        .decide(session(NOW), NOW)
                        .answer())
                .isInstanceOf(Held.class);
    }

    @Test
    void a_claim_keeps_others_out_until_it_lapses_and_keeps_its_cause() {
        SessionRecord claimed = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        assertThat(claim(id(ONE, 2), Cause.TIMEOUT).decide(claimed, NOW + 999).answer())
                .isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
        SessionRecord taken = applied(claim(id(ONE, 2), Cause.TIMEOUT), claimed, NOW + 1_000);
        assertThat(taken.state()).isEqualTo(new State.Ending(id(ONE, 2), NOW + 2_000, Cause.INVALIDATED));
    }

    @Test
    void who_claims_after_a_lapse_is_told_so_and_nobody_else_is() {
        SessionRecord claimed = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        assertThat(claimed(claim(id(TWO, 1), Cause.INVALIDATED).decide(session(NOW), NOW)))
                .isEqualTo(new Claimed(Cause.INVALIDATED, false));
        assertThat(claimed(claim(id(TWO, 1), Cause.INVALIDATED).decide(claimed, NOW + 500)))
                .isEqualTo(new Claimed(Cause.INVALIDATED, false));
        assertThat(claimed(claim(id(ONE, 2), Cause.TIMEOUT).decide(claimed, NOW + 1_000)))
                .as("with the cause of the first")
                .isEqualTo(new Claimed(Cause.INVALIDATED, true));
        SessionRecord due = applied(fetch("id"), session(NOW), DUE); // closed, held by nobody
        assertThat(claimed(claim(id(ONE, 2), Cause.USER_LIMIT).decide(due, DUE)))
                .isEqualTo(new Claimed(Cause.TIMEOUT, false));
    }

    @Test
    void no_other_operation_says_that_it_claimed() {
        assertThat(held(fetch("id").decide(session(NOW), NOW)).claimed()).isNull();
        assertThat(held(set(id(TWO, 1), "b", "2").decide(session(NOW), NOW)).claimed())
                .isNull();
    }

    @Test
    void a_claim_sent_again_by_its_holder_runs_on_and_raises_no_version() {
        SessionRecord claimed = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        SessionRecord prolonged = applied(claim(id(TWO, 1), Cause.INVALIDATED), claimed, NOW + 500);

        assertThat(prolonged.state()).isEqualTo(new State.Ending(id(TWO, 1), NOW + 1_500, Cause.INVALIDATED));
        assertThat(prolonged.version()).isEqualTo(claimed.version());
    }

    @Test
    void a_late_claim_of_a_writer_that_went_on_ends_nothing() {
        SessionRecord later = applied(set(id(TWO, 2), "a", "2"), session(NOW), NOW);

        assertThat(claim(id(TWO, 1), Cause.INVALIDATED).decide(later, NOW).answer())
                .isEqualTo(refused(Reason.SUPERSEDED));
    }

    @Test
    void only_the_claim_that_holds_it_drops_a_session() {
        SessionRecord claimed = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);

        assertThat(new Operation.Drop(id(ONE, 1), id(ONE, 2))
                        .decide(claimed, NOW)
                        .answer())
                .isEqualTo(refused(Reason.ENDING));
        assertThat(new Operation.Drop(id(ONE, 1), id(TWO, 1))
                        .decide(session(NOW), NOW)
                        .answer())
                .isEqualTo(refused(Reason.ENDING));
        assertThat(ended().state()).isEqualTo(new State.Ended(id(TWO, 1), NOW));
    }

    @Test
    void what_is_left_of_an_ended_session_holds_no_value_and_no_user() {
        assertThat(ended().attributes()).isEmpty();
        assertThat(ended().identity()).isNull();
        assertThat(ended().header().id()).isEmpty();
    }

    @Test
    void what_is_left_is_forgotten_when_nothing_late_can_arrive_any_more() {
        Operation forget = new Operation.Forget();

        assertThat(forget.decide(ended(), NOW + SessionRecord.MEMORY_MILLIS - 1).outcome())
                .isNull();
        assertThat(forget.decide(ended(), NOW + SessionRecord.MEMORY_MILLIS).outcome())
                .isEqualTo(new Outcome.Forget());
        assertThat(forget.decide(session(NOW), NOW + SessionRecord.MEMORY_MILLIS)
                        .outcome())
                .isNull();
    }

    // ----------------------------------------------------------------- outcome

    @Test
    void a_backup_that_missed_a_change_refuses_the_next_and_a_repeat_heals_it() {
        SessionRecord base = session(NOW);
        SessionRecord missed = applied(set(id(TWO, 1), "b", "2"), base, NOW);
        Operation next = set(id(ONE, 2), "c", "3");
        Outcome outcome = outcome(next.decide(missed, NOW));

        assertThatThrownBy(() -> outcome.apply(base)).isInstanceOf(LaggingBackupException.class);
        assertThatThrownBy(() -> outcome.apply(null)).isInstanceOf(LaggingBackupException.class);

        SessionRecord owner = applied(next, missed, NOW);
        SessionRecord healed = outcome(next.repeated().decide(owner, NOW)).apply(base);
        assertThat(healed).isNotNull().matches(owner::sameContents);
    }

    @Test
    void an_access_makes_no_record_on_a_backup() {
        assertThat(new Outcome.Access(NOW, NOW, true).apply(null)).isNull();
    }

    @Test
    void bytes_of_a_change_are_stored_as_they_are() {
        AttributeValue stored = new AttributeValue(session(NOW).version(), bytes("1"));

        assertThat(session(NOW).attributes()).containsExactly(Map.entry(key("a"), stored));
    }

    // ----------------------------------------------------------------- helpers

    private static SessionRecord ended() {
        SessionRecord claimed = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);
        return applied(new Operation.Drop(id(ONE, 1), id(TWO, 1)), claimed, NOW);
    }

    private static Operation fetch(@Nullable String requested) {
        return new Operation.Fetch(requested, null, null, false);
    }

    private static Operation rename(CommitId commit, String from, String to) {
        return new Operation.Rename(id(ONE, 1), commit, from, to, null);
    }

    private static Held held(Decision decision) {
        assertThat(decision.answer()).isInstanceOf(Held.class);
        return (Held) decision.answer();
    }

    private static @Nullable Claimed claimed(Decision decision) {
        return held(decision).claimed();
    }

    private static Outcome outcome(Decision decision) {
        Outcome outcome = decision.outcome();
        if (outcome == null) {
            throw new AssertionError("nothing to do");
        }
        return outcome;
    }

    private static Answer refused(Reason reason) {
        return new Refused(reason);
    }
}
