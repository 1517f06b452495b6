package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every timeout that the servlet interface allows: zero or less is none, and none is too long to count with. */
class TimeoutsTest {
    private static final long NOW = 1_000_000;

    private static SessionRecord withTimeout(int seconds) {
        HeaderChange change = new HeaderChange(seconds, false, null);
        return applied(new Operation.Commit(id(ONE, 1), id(ONE, 2), Map.of(), change, false, null), session(NOW), NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_timeout_of_zero_or_less_is_never_over(int seconds) {
        SessionRecord record = withTimeout(seconds);

        assertThat(record.isDue(NOW)).isFalse();
        assertThat(record.isReapable(Long.MAX_VALUE)).isFalse();
        assertThat(record.backstopMillis()).as("0: for ever").isZero();
    }

    @Test
    void the_longest_timeout_is_over_when_it_says_and_not_before() {
        SessionRecord record = withTimeout(Integer.MAX_VALUE);
        long over = NOW + 1_000L * Integer.MAX_VALUE;

        assertThat(record.isDue(NOW)).isFalse();
        assertThat(record.isDue(over)).isFalse();
        assertThat(record.isDue(over + record.touchInterval())).isTrue();
        assertThat(record.touchInterval()).isEqualTo(Records.TOUCH_CAP);
        assertThat(record.backstopMillis()).isGreaterThan(over - NOW);
    }
}
