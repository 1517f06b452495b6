package dev.roam.record;

import static dev.roam.record.Records.HEADER;
import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.bytes;
import static dev.roam.record.Records.claim;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Cause;
import dev.roam.Scope;
import dev.roam.record.Answer.Description;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a session to somebody who does not use it, without its values. */
class DescribeTest {
    private static final long NOW = 1_000_000;

    private static Decision described(@Nullable String id, @Nullable SessionRecord record, long now) {
        return new Operation.Describe(id).decide(record, now);
    }

    @Test
    void it_tells_the_header_the_latest_use_the_size_and_the_applications_names() {
        Map<AttributeKey, byte[]> values = new HashMap<>();
        values.put(new AttributeKey(Scope.APPLICATION, "cart"), bytes("12345"));
        values.put(new AttributeKey(Scope.TOMCAT, "note"), bytes("123"));
        SessionRecord record = applied(new Operation.Create(id(ONE, 1), HEADER, values, Records.TOUCH_CAP), null, NOW);
        SessionRecord used = applied(new Operation.Fetch(null, null, null, false), record, NOW + 7);

        assertThat(described("id", used, NOW + 9).answer())
                .isEqualTo(new Description(HEADER, NOW + 7, ONE, 8, Set.of("cart")));
    }

    @Test
    void an_attribute_that_was_removed_is_not_told_and_has_no_size() {
        SessionRecord record = applied(set(id(TWO, 1), "a", null), session(NOW), NOW + 1);

        assertThat(described(null, record, NOW + 2).answer()).isInstanceOfSatisfying(Description.class, description -> {
            assertThat(description.names()).isEmpty();
            assertThat(description.bytes()).isZero();
        });
    }

    @Test
    void who_changed_it_last_is_told_and_who_only_used_it_is_not() {
        SessionRecord changed = applied(set(id(TWO, 9), "b", "2"), session(NOW), NOW + 1);
        SessionRecord again = applied(set(id(ONE, 2), "c", "3"), changed, NOW + 1);

        assertThat(((Description) described(null, changed, NOW + 2).answer()).changedBy())
                .isEqualTo(TWO);
        assertThat(((Description) described(null, again, NOW + 2).answer()).changedBy())
                .isEqualTo(ONE);
    }

    @Test
    void it_stamps_nothing_and_closes_nothing_even_if_the_session_is_due() {
        SessionRecord record = session(NOW);
        long due = NOW + Records.TIMEOUT_MILLIS + Records.INTERVAL;
        assertThat(record.isDue(due)).isTrue();

        Decision decision = described("id", record, due);

        assertThat(decision.answer()).isInstanceOf(Description.class);
        assertThat(decision.outcome()).isNull();
        assertThat(decision.backup()).isFalse();
    }

    @Test
    void it_refuses_another_id_and_a_session_that_has_ended_or_is_being_ended() {
        SessionRecord ending = applied(claim(id(TWO, 1), Cause.INVALIDATED), session(NOW), NOW);
        SessionRecord ended = applied(new Operation.Drop(id(ONE, 1), id(TWO, 1)), ending, NOW);

        assertThat(described("other", session(NOW), NOW).answer()).isEqualTo(new Refused(Reason.RENAMED));
        assertThat(described(null, null, NOW).answer()).isEqualTo(new Refused(Reason.ABSENT));
        assertThat(described(null, ended, NOW).answer()).isEqualTo(new Refused(Reason.ABSENT));
        assertThat(described(null, ending, NOW).answer()).isEqualTo(new Refused(Reason.ENDING, Cause.INVALIDATED));
        assertThat(described(null, ending, NOW).backup()).isTrue();
    }
}
