package dev.roam;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition instead of for a while. */
public final class Await {
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final long POLL_NANOS = 5_000_000;

    private Await() {}

    /**
     * Polls until the condition holds.
     *
     * @param what named in the failure if it does not hold within a minute
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited a minute in vain until " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
