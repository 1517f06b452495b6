package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Users and their limit under random schedules. {@code -Droam.sim.userSchedules} sets how many, {@code -Droam.sim.base} where the seeds begin, and {@code
 * -Droam.sim.userSeed} replays one schedule with everything that happens in it.
 */
class UserSimulationTest {
    private static final long BASE_SEED = 20_260_201_000_000L;
    private static final int SCHEDULES = 200_000;

    @Test
    void what_is_promised_about_users_holds_under_every_schedule() {
        Long one = Long.getLong("roam.sim.userSeed");
        if (one != null) {
            assertThat(UserSimulation.run(one, UserSimRules.REAL, true)).isPositive();
            return;
        }
        long base = Long.getLong("roam.sim.base", BASE_SEED);
        int schedules = Integer.getInteger("roam.sim.userSchedules", SCHEDULES);

        SimSeries.Found found =
                new SimSeries(seed -> UserSimulation.run(seed, UserSimRules.REAL, false), base, schedules).run();

        assertThat(found.violation())
                .as(() -> "seed " + found.seed() + " breaks a promise; replay it with -Droam.sim.userSeed="
                        + found.seed())
                .isNull();
    }
}
