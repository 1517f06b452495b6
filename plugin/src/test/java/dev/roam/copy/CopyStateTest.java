package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Cause;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.HeaderChange;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules of a working copy, one at a time, against the real rules of a record. What happens when they meet is in {@link ProtocolSimulationTest}. */
class CopyStateTest extends CopyFixture {
    // ----------------------------------------------------------------- opening

    @Test
    void a_copy_is_current_for_requests_that_entered_before_its_fetch_was_sent_and_for_no_later_one() {
        there.enter();
        long second = there.opening();
        Sending fetch = there.fetch(null, false);
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
        Sending fetch = early.fetch("k2", false);
        early.enter();

        assertThat(early.answered(fetch, new Answer.Refused(Reason.ABSENT))).isFalse();
        assertThat(early.stage()).isEqualTo(Stage.UNCONFIRMED);

        early.answered(early.fetch("k2", false), new Answer.Refused(Reason.ABSENT));
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
        here.slots().put(A, cart("here"));
        there.slots().put(A, cart("there"));
        there.slots().put(B, cart("there"));
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
            there.slots().put(A, cart("replaced"));
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

    // ----------------------------------------------------- what stays on the node

    @Test
    void an_attribute_that_cannot_be_encoded_stays_here_and_costs_no_other_one() {
        there.slots().put(A, cart("good"));
        there.slots().put(B, cart("bad"));
        List<Candidate> candidates = encoded(there.collect());
        candidates.stream()
                .filter(candidate -> candidate.key.equals(B))
                .forEach(candidate -> candidate.result = Candidate.Result.LOCAL);
        Sending sending = Objects.requireNonNull(there.commit(candidates, next()));
        there.answered(sending, decide(sending));
        fetch(here);

        assertThat(read(here, A).toString()).isEqualTo("good");
        assertThat(here.slots().slot(B)).isNull();
        assertThat(read(there, B).toString()).isEqualTo("bad");
        assertThat(there.mustStay()).isTrue();
    }

    // --------------------------------------------------------------------- ends

    @Test
    void a_session_ended_elsewhere_is_gone_and_its_changes_are_discarded() {
        Sending claim = Objects.requireNonNull(here.claim(next(), Cause.INVALIDATED, 1_000));
        assertThat(here.answered(claim, decide(claim))).isTrue();
        assertThat(here.stage()).isEqualTo(Stage.ENDING);

        there.slots().put(A, cart("late"));
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
}
