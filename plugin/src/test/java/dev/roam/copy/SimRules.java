package dev.roam.copy;

import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import org.jspecify.annotations.Nullable;

/** The rules that the store's members follow in a simulation: the real ones, unless a test breaks one to see that the simulation finds it. */
class SimRules {
    static final SimRules REAL = new SimRules();

    Decision decide(Operation operation, @Nullable SessionRecord record, long now) {
        return operation.decide(record, now);
    }

    @Nullable
    SessionRecord applyOnBackup(Outcome outcome, @Nullable SessionRecord base) {
        return outcome.apply(base);
    }

    /** Whether an answer may leave before the backups have applied what it acknowledges. */
    boolean answersBeforeBackup() {
        return false;
    }

    /** Whether an owner that stood still for so long that another was promoted answers what it can answer alone. */
    boolean answersAfterStandstill() {
        return false;
    }
}
