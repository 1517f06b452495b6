package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation of users finds what it is there for: with any one rule broken it soon reports it. */
class UserSimulationCanFailTest {
    private static final long BASE_SEED = 1;
    private static final int SCHEDULES = 60_000;

    static Stream<Named<UserSimRules>> brokenRules() {
        return Stream.of(
                        new UserBrokenRules.OwnerDoesNotCount(),
                        new UserBrokenRules.ForgetsWhatLeft(),
                        new UserBrokenRules.LeavesWhatIsThere(),
                        new UserBrokenRules.EndsTheNewest(),
                        new UserBrokenRules.AnswersBeforeBackup(),
                        new UserBrokenRules.EntersAfterCommit(),
                        new UserBrokenRules.PrunesYoung(),
                        new UserBrokenRules.ReapersDoNotEnd(),
                        new UserBrokenRules.DoesNotEnterAgain())
                .map(rules -> Named.of(rules.getClass().getSimpleName(), rules));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void a_broken_rule_is_found(UserSimRules broken) {
        SimSeries.Found found =
                new SimSeries(seed -> UserSimulation.run(seed, broken, false), BASE_SEED, SCHEDULES).run();

        assertThat(found.violation())
                .as("%d schedules, nothing found", found.schedules())
                .isInstanceOf(SimViolation.class);
    }
}
