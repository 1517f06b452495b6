package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The protocol under random schedules (promises 1 to 7 and 10). {@code -Droam.sim.schedules} sets how many, {@code -Droam.sim.base} where the seeds
 * begin, and {@code -Droam.sim.seed} replays one schedule with everything that happens in it.
 */
class ProtocolSimulationTest {
    private static final long BASE_SEED = 20_260_101_000_000L;
    private static final int SCHEDULES = 200_000;

    @Test
    void the_promises_hold_under_every_schedule() {
        Long one = Long.getLong("roam.sim.seed");
        if (one != null) {
            assertThat(Simulation.run(one, SimRules.REAL, true)).isPositive();
            return;
        }
        long base = Long.getLong("roam.sim.base", BASE_SEED);
        int schedules = Integer.getInteger("roam.sim.schedules", SCHEDULES);

        SimSeries.Found found = new SimSeries(SimRules.REAL, base, schedules).run();

        assertThat(found.violation())
                .as(() -> "seed " + found.seed() + " breaks a promise; replay it with -Droam.sim.seed=" + found.seed())
                .isNull();
    }
}
