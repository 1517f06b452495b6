package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
import dev.roam.WorkingCopy;
import dev.roam.record.Operation;
import dev.roam.session.TestContainer.TestSession;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Promise 7: an owner that dies may take with it what it was told a moment ago, by whomever. So a node answers for its own use: whenever it opens a
 * session, the backups are known to have learned of a use half a touch interval ago at most.
 */
@Timeout(60)
class SignsOfLifeTest extends TwoNodes {
    /** What node B asked when it opened the session once. */
    private List<Boolean> signsOfOneOpening() {
        sent.clear();
        WorkingCopy<TestSession> copy = b.find(KEY);
        copy.enter();
        assertThat(copy.open(KEY)).isTrue();
        List<Boolean> signs = sent.stream()
                .filter(Operation.Fetch.class::isInstance)
                .map(operation -> ((Operation.Fetch) operation).sign())
                .toList();
        copy.leave();
        return signs;
    }

    private void timeout(int seconds) {
        WorkingCopy<TestSession> copy = a.find(KEY);
        copy.enter();
        copy.open(KEY);
        copy.maxInactive(seconds);
        copy.complete();
        copy.leave();
    }

    @Test
    void the_first_opening_on_a_node_is_a_sign_for_the_backups_and_the_next_one_is_not() {
        stored("user", "ann");

        assertThat(signsOfOneOpening()).containsExactly(true);
        assertThat(signsOfOneOpening()).containsExactly(false);
    }

    @Test
    void an_opening_half_a_touch_interval_after_the_last_sign_is_one_again() {
        stored("user", "ann");
        timeout(2); // half a touch interval is 100 ms
        signsOfOneOpening();

        long start = System.nanoTime();
        Await.until("a sign again", () -> signsOfOneOpening().equals(List.of(true)));

        assertThat(System.nanoTime() - start).isBetween(80_000_000L, 5_000_000_000L);
    }

    @Test
    void a_commit_is_a_sign_too() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        copy.maxInactive(4); // half a touch interval is 200 ms
        long start = System.nanoTime();
        Await.until("so much time has passed", () -> System.nanoTime() - start > 250_000_000);
        copy.maxInactive(5); // outside of any request it is stored at once, and asks for nothing before
        sent.clear();

        copy.enter();
        assertThat(copy.open(KEY)).isTrue();
        copy.leave();

        assertThat(sent)
                .filteredOn(Operation.Fetch.class::isInstance)
                .singleElement()
                .matches(operation -> !((Operation.Fetch) operation).sign());
    }

    @Test
    void a_node_that_learns_of_a_shorter_timeout_gives_the_sign_that_it_owes() {
        stored("user", "ann");
        signsOfOneOpening();
        timeout(1); // half a touch interval is 50 ms, and was 30 s
        long start = System.nanoTime();
        Await.until("so much time has passed", () -> System.nanoTime() - start > 60_000_000);

        assertThat(signsOfOneOpening()).containsExactly(false, true);
    }
}
