package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.codec.Fingerprint;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.AttributeKey;
import dev.roam.record.CommitId;
import dev.roam.record.Decision;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a working copy, one at a time, against the real rules of a record. What happens when they meet is in {@link ProtocolSimulationTest}. */
class CopyStateTest {
    private static final long NOW = 1_000_000;
    private static final long TOUCH_CAP = 60_000;
    private static final AttributeKey A = new AttributeKey(Scope.APPLICATION, "a");
    private static final AttributeKey B = new AttributeKey(Scope.APPLICATION, "b");
    private static final Identity ANN = new Identity("ann", Set.of(), null);

    private long commits;
    private @Nullable SessionRecord record;

    /** A node's copy of a session with a = "1", stored, with one request in. */
    private CopyState here = CopyState.found("k", "k", TOUCH_CAP);

    /** Another node's copy of the same session. */
    private CopyState there = CopyState.found("k", "k", TOUCH_CAP);

    @BeforeEach
    void open() {
        here = CopyState.create("k", "k", NOW, 60, TOUCH_CAP);
        here.enter();
        here.put(A, cart("1"));
        commit(here);
        there = CopyState.found("k", "k", TOUCH_CAP);
        there.enter();
        fetch(there);
    }

    // ----------------------------------------------------------------- opening

    @Test
    void a_copy_is_current_for_requests_that_entered_before_its_fetch_was_sent_and_for_no_later_one() {
        there.enter();
        long second = there.opening();
        Sending fetch = there.fetch(null);
        there.enter();
        there.answered(fetch, decide(fetch));

        assertThat(there.isCurrent(second)).isTrue();
        assertThat(there.isCurrent(there.opening())).isFalse();
    }

    @Test
    void outside_a_request_every_opening_asks() {
        there.leave();

        assertThat(there.wouldAsk()).isTrue();
        long opening = there.opening();
        fetch(there);
        assertThat(there.isCurrent(opening)).isTrue();
        assertThat(there.isCurrent(there.opening())).isFalse();
    }

    @Test
    void a_session_whose_create_is_under_way_is_not_current_any_more_as_another_node_may_change_it() {
        CopyState created = CopyState.create("other", "other", NOW, 60, TOUCH_CAP);
        created.enter();
        assertThat(created.wouldAsk()).isFalse();

        created.commit(created.collect(), next());

        assertThat(created.wouldAsk()).isTrue();
    }

    @Test
    void a_refused_id_is_gone_only_for_those_who_entered_before_the_fetch_was_sent() {
        CopyState early = CopyState.found("k2", "k2", TOUCH_CAP);
        early.enter();
        Sending fetch = early.fetch("k2");
        early.enter();

        assertThat(early.answered(fetch, new Answer.Refused(Reason.ABSENT))).isFalse();
        assertThat(early.stage()).isEqualTo(Stage.UNCONFIRMED);

        early.answered(early.fetch("k2"), new Answer.Refused(Reason.ABSENT));
        assertThat(early.stage()).isEqualTo(Stage.GONE);
    }

    @Test
    void a_refused_create_is_gone_whoever_entered_since() {
        CopyState created = CopyState.create("k2", "k2", NOW, 60, TOUCH_CAP);
        created.enter();
        Sending create = sending(created);
        created.enter();

        created.answered(create, new Answer.Refused(Reason.ABSENT));

        assertThat(created.stage()).isEqualTo(Stage.GONE);
    }

    // ----------------------------------------------------------------- commits

    @Test
    void what_nobody_changed_is_not_sent() {
        read(there, A);

        assertThat(there.commit(encoded(there.collect()), next())).isNull();
    }

    @Test
    void a_change_in_place_is_sent_like_a_set() {
        read(there, A).append("2");
        commit(there);
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("12");
    }

    @Test
    void a_change_in_place_while_its_object_is_on_its_way_is_sent_by_the_next_commit() {
        StringBuilder value = read(there, A).append("2");
        Sending first = sending(there);
        value.append("3");
        there.answered(first, decide(first));
        commit(there);
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("123");
    }

    @Test
    void a_refresh_does_not_overwrite_what_is_dirty_here() {
        here.put(A, cart("here"));
        there.put(A, cart("there"));
        there.put(B, cart("there"));
        commit(there);

        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("here");
        assertThat(read(here, B).toString()).isEqualTo("there");
    }

    @Test
    void of_two_changed_objects_of_one_attribute_the_newer_is_stored() {
        for (int i = 0; i < 50; i++) {
            fetch(here);
            StringBuilder older = read(here, A);
            there.put(A, cart("replaced"));
            commit(there);
            fetch(here);
            StringBuilder newer = read(here, A);
            older.append(" older");
            newer.append(" newer");
            commit(here);
            fetch(there);

            assertThat(read(there, A).toString()).isEqualTo("replaced newer");
        }
    }

    @Test
    void a_header_change_on_its_way_is_still_shown_and_still_waited_for() {
        there.change(new HeaderChange(30, true, ANN));
        Sending sent = sending(there);

        assertThat(there.identity()).isEqualTo(ANN);
        assertThat(there.maxInactive()).isEqualTo(30);
        assertThat(there.mayHaveChanged()).isTrue();

        there.answered(sent, decide(sent));
        assertThat(there.identity()).isEqualTo(ANN);
        assertThat(there.mayHaveChanged()).isFalse();
    }

    // ------------------------------------------------------------ without answer

    @Test
    void a_change_without_answer_is_sent_again_under_its_id_and_gives_way() {
        there.put(A, cart("failed"));
        Sending lost = sending(there);
        there.unanswered(lost);
        there.leave();
        here.put(A, cart("newer"));
        commit(here);

        Sending again = Objects.requireNonNull(there.unresolved());
        assertThat(((Operation.Commit) again.operation()).id()).isEqualTo(((Operation.Commit) lost.operation()).id());
        there.answered(again, decide(again));

        assertThat(read(there, A).toString()).isEqualTo("newer");
    }

    @Test
    void a_change_does_not_give_way_while_a_request_that_may_have_made_it_is_in_and_may_still_succeed() {
        there.enter();
        here.put(A, cart("newer"));
        commit(here);
        there.put(A, cart("last"));
        there.unanswered(sending(there));
        there.leave();

        Sending again = Objects.requireNonNull(there.unresolved());
        there.answered(again, decide(again));
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("last");
    }

    @Test
    void a_change_in_place_that_gave_way_is_not_shown_though_its_node_knew_the_newer_value_before() {
        StringBuilder old = read(there, A);
        here.put(A, cart("newer"));
        commit(here);
        fetch(there);
        old.append(" failed");
        Sending lost = sending(there);
        there.unanswered(lost);
        there.leave();

        Sending again = Objects.requireNonNull(there.unresolved());
        there.answered(again, decide(again));

        assertThat(read(there, A).toString()).isEqualTo("newer");
    }

    @Test
    void a_second_change_in_place_without_answer_does_not_give_way_to_the_first_one() {
        StringBuilder value = read(there, A).append("2");
        commit(there);
        value.append("3");
        there.unanswered(sending(there));
        there.leave();

        Sending again = Objects.requireNonNull(there.unresolved());
        there.answered(again, decide(again));
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("123");
    }

    @Test
    void a_change_in_place_after_a_commit_without_answer_is_stored_when_that_is_known() {
        StringBuilder value = read(there, A).append("2");
        there.unanswered(sending(there));
        value.append("3");
        there.leave();

        Sending again = Objects.requireNonNull(there.unresolved());
        there.answered(again, decide(again));
        assertThat(there.mayHaveChanged()).isTrue();
        commit(there);
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("123");
        assertThat(there.mayHaveChanged()).isFalse();
    }

    @Test
    void an_object_that_another_thread_was_changing_is_looked_at_again_after_its_request_left() {
        read(there, A).append("2");
        List<Candidate> candidates = there.collect();
        candidates.forEach(candidate -> candidate.result = Candidate.Result.DISTURBED);
        assertThat(there.commit(candidates, next())).isNull();
        there.quiet();
        there.leave();

        assertThat(there.mustStay()).isTrue();
        commit(there);
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("12");
        assertThat(there.mustStay()).isFalse();
    }

    @Test
    void a_change_in_place_by_a_request_that_left_meanwhile_is_looked_for_when_the_last_one_leaves() {
        there.enter();
        StringBuilder value = read(there, A);
        there.put(B, cart("by the other request"));
        Sending others = sending(there);
        value.append("2");
        there.answered(others, decide(others));
        there.leave();

        there.quiet();
        assertThat(there.mayHaveChanged()).isTrue();
        commit(there);
        there.quiet();
        assertThat(there.mayHaveChanged()).isFalse();
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("12");
    }

    @Test
    void an_object_that_was_disturbed_does_not_bring_back_what_another_node_removed() {
        read(there, A);
        here.remove(A);
        commit(here);
        fetch(there);
        List<Candidate> candidates = there.collect();
        candidates.forEach(candidate -> candidate.result = Candidate.Result.DISTURBED);
        there.commit(candidates, next());

        assertThat(there.slot(A)).isNull();
    }

    // ----------------------------------------------------- what stays on the node

    @Test
    void an_attribute_that_cannot_be_encoded_stays_here_and_costs_no_other_one() {
        there.put(A, cart("good"));
        there.put(B, cart("bad"));
        List<Candidate> candidates = encoded(there.collect());
        candidates.stream()
                .filter(candidate -> candidate.key.equals(B))
                .forEach(candidate -> candidate.result = Candidate.Result.LOCAL);
        Sending sending = Objects.requireNonNull(there.commit(candidates, next()));
        there.answered(sending, decide(sending));
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("good");
        assertThat(here.slot(B)).isNull();
        assertThat(read(there, B).toString()).isEqualTo("bad");
        assertThat(there.mustStay()).isTrue();
    }

    // --------------------------------------------------------------------- ends

    @Test
    void a_session_ended_elsewhere_is_gone_and_its_changes_are_discarded() {
        Sending claim = Objects.requireNonNull(here.claim(next(), Cause.INVALIDATED, 1_000));
        assertThat(here.answered(claim, decide(claim))).isTrue();
        assertThat(here.stage()).isEqualTo(Stage.ENDING);

        there.put(A, cart("late"));
        Sending late = sending(there);
        assertThat(there.answered(late, decide(late))).isFalse();

        assertThat(there.stage()).isEqualTo(Stage.GONE);
        assertThat(there.mayHaveChanged()).isFalse();
        assertThat(there.mustStay()).isFalse();
    }

    @Test
    void a_session_never_stored_ends_without_an_operation() {
        CopyState created = CopyState.create("k2", "k2", NOW, 60, TOUCH_CAP);

        assertThat(created.claim(next(), Cause.INVALIDATED, 1_000)).isNull();
        assertThat(created.stage()).isEqualTo(Stage.ENDING);
    }

    @Test
    void who_renames_second_adopts_the_id_that_is_there() {
        Sending first = Objects.requireNonNull(here.rename("one~k", next()));
        here.answered(first, decide(first));
        Sending second = Objects.requireNonNull(there.rename("two~k", next()));
        there.answered(second, decide(second));

        assertThat(there.id()).isEqualTo("one~k");
    }

    // ----------------------------------------------------------------- helpers

    private CommitId next() {
        long number = ++commits;
        // Odd and even numbers are two nodes: which one does not matter to these tests, only that no id comes twice.
        return new CommitId(new Writer(1, number % 2), number);
    }

    private Answer decide(Sending sending) {
        Decision decision = sending.operation().decide(record, NOW);
        if (decision.outcome() != null) {
            record = decision.outcome().apply(record);
        }
        return decision.answer();
    }

    private void fetch(CopyState state) {
        Sending fetch = state.fetch(null);
        state.answered(fetch, decide(fetch));
    }

    private Sending sending(CopyState state) {
        return Objects.requireNonNull(state.commit(encoded(state.collect()), next()), "nothing to send");
    }

    private void commit(CopyState state) {
        Sending sending = sending(state);
        state.answered(sending, decide(sending));
    }

    private static List<Candidate> encoded(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.live != null) {
                byte[] bytes = candidate.live.value.toString().getBytes(StandardCharsets.UTF_8);
                candidate.bytes = bytes;
                candidate.fingerprint = Fingerprint.of(bytes);
            }
        }
        return candidates;
    }

    /** A mutable value. */
    private static StringBuilder cart(String text) {
        return new StringBuilder(text);
    }

    /** As {@link CopyAttributes#read}. */
    private static StringBuilder read(CopyState state, AttributeKey key) {
        Slot slot = Objects.requireNonNull(state.slot(key), "no such attribute");
        if (slot.live == null) {
            byte[] bytes = Objects.requireNonNull(slot.bytes);
            slot.live = new Live(cart(new String(bytes, StandardCharsets.UTF_8)), Fingerprint.of(bytes));
            slot.bytes = null;
        }
        Live live = Objects.requireNonNull(slot.live);
        state.handOut(key, live, slot.version);
        return (StringBuilder) live.value;
    }
}
