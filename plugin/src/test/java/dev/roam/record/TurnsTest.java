package dev.roam.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is, without a record around it. */
class TurnsTest {
    private static final long LEASE = 1_000;
    private static final CommitId ANN = new CommitId(new Writer(1, 1), 1);
    private static final CommitId BOB = new CommitId(new Writer(2, 2), 1);
    private static final CommitId CAT = new CommitId(new Writer(3, 3), 1);

    @Test
    void who_asks_first_has_the_turn_and_the_others_wait_in_order_of_arrival() {
        Turns turns = Turns.NONE.asked(ANN, 0, LEASE).asked(BOB, 1, LEASE).asked(CAT, 2, LEASE);

        assertThat(turns.isHeldBy(ANN)).isTrue();
        assertThat(turns.waiting()).extracting(Turns.Turn::ticket).containsExactly(BOB, CAT);
    }

    @Test
    void who_asks_again_keeps_its_place() {
        Turns turns = Turns.NONE
                .asked(ANN, 0, LEASE)
                .asked(BOB, 1, LEASE)
                .asked(CAT, 2, LEASE)
                .asked(BOB, 900, LEASE);

        assertThat(turns.waiting()).containsExactly(new Turns.Turn(BOB, 1_900), new Turns.Turn(CAT, 1_002));
    }

    @Test
    void a_turn_that_is_given_back_is_the_next_ones_at_once() {
        Turns turns = Turns.NONE.asked(ANN, 0, LEASE).asked(BOB, 1, LEASE).released(ANN, 500, LEASE);

        assertThat(turns.holder()).isEqualTo(new Turns.Turn(BOB, 1_500));
        assertThat(turns.waiting()).isEmpty();
    }

    @Test
    void who_waits_and_is_silent_for_longer_than_its_lease_is_passed_over() {
        Turns turns = Turns.NONE
                .asked(ANN, 0, LEASE)
                .asked(BOB, 100, LEASE)
                .asked(ANN, 900, LEASE)
                .asked(CAT, 1_000, LEASE)
                .released(ANN, 1_200, LEASE);

        assertThat(turns.isHeldBy(CAT)).isTrue();
    }

    @Test
    void who_gives_up_leaves_the_queue_and_takes_no_ones_turn() {
        Turns turns = Turns.NONE
                .asked(ANN, 0, LEASE)
                .asked(BOB, 1, LEASE)
                .asked(CAT, 2, LEASE)
                .released(BOB, 3, LEASE);

        assertThat(turns.isHeldBy(ANN)).isTrue();
        assertThat(turns.waiting()).extracting(Turns.Turn::ticket).containsExactly(CAT);
    }

    @Test
    void a_turn_whose_lease_is_over_is_its_holders_until_another_one_asks() {
        Turns held = Turns.NONE.asked(ANN, 0, LEASE);

        assertThat(held.asked(ANN, 5_000, LEASE).isHeldBy(ANN)).isTrue();
        assertThat(held.asked(BOB, 999, LEASE).isHeldBy(ANN)).isTrue();
        Turns taken = held.asked(BOB, 1_000, LEASE);
        assertThat(taken.isHeldBy(BOB)).isTrue();
        assertThat(taken.isOver(ANN)).isTrue();
    }

    @Test
    void who_waited_longer_has_the_turn_that_another_one_finds_free() {
        Turns turns = Turns.NONE.asked(ANN, 0, LEASE).asked(BOB, 900, LEASE).asked(CAT, 1_500, LEASE);

        assertThat(turns.isHeldBy(BOB)).isTrue();
        assertThat(turns.waiting()).extracting(Turns.Turn::ticket).containsExactly(CAT);
    }

    @Test
    void of_the_tickets_that_are_over_the_latest_are_remembered() {
        Turns turns = Turns.NONE;
        for (int i = 0; i < 20; i++) {
            turns = turns.asked(ticket(i), i, LEASE).released(ticket(i), i, LEASE);
        }

        assertThat(turns.over())
                .containsExactlyElementsOf(
                        IntStream.range(12, 20).mapToObj(TurnsTest::ticket).toList());
    }

    private static CommitId ticket(int number) {
        return new CommitId(new Writer(4, 4), number);
    }
}
