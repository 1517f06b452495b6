package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.claim;
import static dev.roam.record.Records.creation;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Cause;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 5, operation by operation: whatever arrives after the end finds the session gone and leaves it so. */
class EndedRecordsTest {
    private static final long NOW = 1_000_000;
    private static final CommitId CLAIM = id(TWO, 1);

    /** What a node that has not heard of the end may still send. */
    static List<Operation> late() {
        CommitId incarnation = id(ONE, 1);
        return List.of(
                creation(incarnation),
                new Operation.Fetch("id", null, null, false),
                new Operation.Fetch(null, incarnation, session(NOW).version(), true),
                new Operation.Touch("id", null, 0),
                new Operation.Touch(null, incarnation, 0),
                set(id(ONE, 2), "a", "late"),
                new Operation.Rename(incarnation, id(ONE, 2), "id", "new", null),
                new Operation.Rename(incarnation, id(ONE, 2), "", "new", null),
                new Operation.Claim(incarnation, id(ONE, 2), Cause.INVALIDATED, 1_000, null));
    }

    @ParameterizedTest
    @MethodSource("late")
    void what_arrives_late_brings_no_ended_session_back(Operation operation) {
        SessionRecord ending = applied(claim(CLAIM, Cause.INVALIDATED), session(NOW), NOW);
        SessionRecord ended = applied(new Operation.Drop(id(ONE, 1), CLAIM), ending, NOW);

        for (SessionRecord over : List.of(ending, ended)) {
            Decision decision = operation.decide(over, NOW + 1);

            assertThat(decision.answer()).isInstanceOf(Answer.Refused.class);
            assertThat(applied(operation, over, NOW + 1).state()).isEqualTo(over.state());
        }
    }
}
