package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.changes;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static dev.roam.record.Records.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A commit that would make a session larger than it may be. */
class SessionSizeTest {
    private static final long NOW = 1_000_000;

    /** Of ten bytes at most. */
    private static Operation limited(CommitId commit, String name, @Nullable String text) {
        return new Operation.Commit(
                id(ONE, 1), commit, changes(name, text, Version.NONE), HeaderChange.NONE, false, null, null, 10);
    }

    private static Answer answer(Operation operation, SessionRecord record) {
        return operation.decide(record, NOW).answer();
    }

    @Test
    void a_commit_is_refused_if_all_values_together_are_longer_than_allowed_after_it() {
        SessionRecord record = session(NOW); // a has one byte

        assertThat(answer(limited(id(TWO, 1), "b", "123456789"), record)).isInstanceOf(Answer.Held.class);
        assertThat(answer(limited(id(TWO, 1), "b", "1234567890"), record)).isEqualTo(new Refused(Reason.TOO_LARGE));
    }

    @Test
    void what_is_replaced_does_not_count() {
        SessionRecord record = applied(set(id(TWO, 1), "b", "123456789"), session(NOW), NOW);

        assertThat(answer(limited(id(TWO, 2), "b", "987654321"), record)).isInstanceOf(Answer.Held.class);
        assertThat(answer(limited(id(TWO, 2), "a", "12"), record)).isEqualTo(new Refused(Reason.TOO_LARGE));
    }

    @Test
    void a_session_that_is_too_large_already_may_shrink_and_change() {
        SessionRecord record = applied(set(id(TWO, 1), "b", "12345678901234567890"), session(NOW), NOW);

        assertThat(answer(limited(id(TWO, 2), "a", null), record)).isInstanceOf(Answer.Held.class);
        assertThat(answer(limited(id(TWO, 2), "b", "1234567890123456789"), record))
                .isInstanceOf(Answer.Held.class);
        assertThat(answer(limited(id(TWO, 2), "a", "2"), record)).isInstanceOf(Answer.Held.class);
        assertThat(answer(limited(id(TWO, 2), "c", "1"), record)).isEqualTo(new Refused(Reason.TOO_LARGE));
    }

    @Test
    void a_refusal_changes_nothing_and_is_what_a_late_repeat_gets_even_if_there_is_room_by_then() {
        Operation tooLarge = limited(id(TWO, 1), "b", "1234567890");
        SessionRecord refused = applied(tooLarge, session(NOW), NOW);

        assertThat(refused.version()).isEqualTo(session(NOW).version());
        assertThat(text(refused, "b")).isNull();
        SessionRecord roomy = applied(limited(id(ONE, 2), "a", null), refused, NOW);
        assertThat(answer(tooLarge.repeated(), roomy)).isEqualTo(new Refused(Reason.TOO_LARGE));
        assertThat(text(applied(tooLarge, roomy, NOW), "b")).isNull();
    }

    @Test
    void the_backups_know_of_a_refusal_before_it_is_told() {
        Decision decision = limited(id(TWO, 1), "b", "1234567890").decide(session(NOW), NOW);

        assertThat(decision.backup()).isTrue();
        SessionRecord backup = Objects.requireNonNull(
                Objects.requireNonNull(decision.outcome()).apply(session(NOW)));
        assertThat(backup.done(TWO)).isEqualTo(new Done(1, Version.NONE, NOW));
    }

    @Test
    void a_change_of_the_header_alone_is_always_allowed() {
        SessionRecord record = applied(set(id(TWO, 1), "b", "12345678901234567890"), session(NOW), NOW);
        HeaderChange change = new HeaderChange(5, false, null);

        assertThat(answer(
                        new Operation.Commit(id(ONE, 1), id(TWO, 2), Map.of(), change, false, null, null, 10), record))
                .isInstanceOf(Answer.Held.class);
    }
}
