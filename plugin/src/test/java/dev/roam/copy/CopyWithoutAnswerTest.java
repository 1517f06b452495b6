package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of changes whose commit got no answer, or that could not be encoded just then. */
class CopyWithoutAnswerTest extends CopyFixture {
    @Test
    void a_change_without_answer_is_sent_again_under_its_id_and_gives_way() {
        there.slots().put(A, cart("failed"));
        Sending lost = sending(there);
        there.unanswered(lost);
        there.leave();
        here.slots().put(A, cart("newer"));
        commit(here);

        Sending again = Objects.requireNonNull(there.unresolved());
        assertThat(((Operation.Commit) again.operation()).id()).isEqualTo(((Operation.Commit) lost.operation()).id());
        there.answered(again, decide(again));

        assertThat(read(there, A).toString()).isEqualTo("newer");
    }

    @Test
    void a_change_does_not_give_way_while_a_request_that_may_have_made_it_is_in_and_may_still_succeed() {
        there.enter();
        here.slots().put(A, cart("newer"));
        commit(here);
        there.slots().put(A, cart("last"));
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
        here.slots().put(A, cart("newer"));
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
        there.slots().put(B, cart("by the other request"));
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
        here.slots().remove(A);
        commit(here);
        fetch(there);
        List<Candidate> candidates = there.collect();
        candidates.forEach(candidate -> candidate.result = Candidate.Result.DISTURBED);
        there.commit(candidates, next());

        assertThat(there.slots().slot(A)).isNull();
    }
}
