package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandstillGuardTest {
    private static final long LIMIT = 100;
    private static final long PATIENCE = 1_000;

    private long now = 1_000_000;
    private int members = 2;
    private boolean confirms;
    private Runnable whileAsking = () -> {};

    private final StandstillGuard guard = new StandstillGuard(() -> now, LIMIT, PATIENCE, () -> members, () -> {
        whileAsking.run();
        return confirms;
    });

    @Test
    void a_member_that_ticks_is_trusted() {
        for (int i = 0; i < 10; i++) {
            now += LIMIT;
            guard.tick();
            assertThat(guard.isTrusted()).isTrue();
        }
    }

    @Test
    void an_operation_that_runs_first_after_a_standstill_is_not_trusted() {
        now += LIMIT + 1;

        assertThat(guard.isTrusted()).isFalse();
        guard.tick();
        assertThat(guard.isTrusted()).isFalse();
    }

    @Test
    void a_tick_that_runs_first_after_a_standstill_does_not_hide_it() {
        now += LIMIT + 1;
        guard.tick();
        guard.tick();

        assertThat(guard.isTrusted()).isFalse();
    }

    @Test
    void a_confirmation_of_another_member_ends_the_doubt_and_a_refusal_does_not() {
        now += LIMIT + 1;
        guard.tick();

        guard.resolve();
        assertThat(guard.isTrusted()).isFalse();

        confirms = true;
        guard.resolve();
        assertThat(guard.isTrusted()).isTrue();
    }

    @Test
    void a_confirmation_that_was_asked_for_before_the_latest_standstill_counts_for_nothing() {
        now += LIMIT + 1;
        guard.tick();
        confirms = true;
        whileAsking = () -> {
            now += LIMIT + 1;
            guard.tick();
        };

        guard.resolve();

        assertThat(guard.isTrusted()).isFalse();
    }

    @Test
    void a_standstill_while_the_question_is_out_that_nobody_noticed_yet_counts_too() {
        now += LIMIT + 1;
        guard.tick();
        confirms = true;
        whileAsking = () -> now += LIMIT + 1;

        guard.resolve();

        assertThat(guard.isTrusted()).isFalse();
    }

    @Test
    void a_member_that_joined_anew_is_trusted() {
        now += LIMIT + 1;
        guard.tick();

        guard.rejoined();

        assertThat(guard.isTrusted()).isTrue();
    }

    @Test
    void the_only_member_may_stand_still() {
        members = 1;
        guard.tick();
        now += 10 * LIMIT;

        assertThat(guard.isTrusted()).isTrue();
        guard.tick();
        assertThat(guard.isTrusted()).isTrue();
    }

    @Test
    void a_member_that_lost_the_others_while_it_stood_still_waits_for_them_before_it_goes_on_alone() {
        now += LIMIT + 1;
        guard.tick();
        members = 1;
        confirms = true; // of nobody

        guard.resolve();
        assertThat(guard.isTrusted()).isFalse();

        for (long waited = 0; waited <= PATIENCE; waited += LIMIT) {
            now += LIMIT;
            guard.tick();
        }
        guard.resolve();
        assertThat(guard.isTrusted()).isTrue();
    }
}
