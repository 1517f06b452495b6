package dev.roam.it.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waiting for a condition, never for a time. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /** What is waited for. An exception counts as "not yet", and is the cause that is shown if it never comes true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns as soon as the condition holds; fails with {@code what} when it does not within {@code atMost}. */
    public static void until(String what, Duration atMost, Condition condition) {
        long start = System.nanoTime();
        Exception last;
        do {
            last = null;
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("Interrupted while waiting until " + what, e);
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() - start < atMost.toNanos());
        throw failure("Not within " + atMost + ": " + what, last);
    }

    /** Returns when the clock has passed {@code millis}, for what is about time itself. */
    public static void clockToPass(long millis) {
        Duration enough = Duration.ofMillis(Math.max(0, millis - System.currentTimeMillis()) + 1000);
        until("the clock passes " + millis, enough, () -> System.currentTimeMillis() > millis);
    }

    private static AssertionError failure(String message, @Nullable Exception cause) {
        return new AssertionError(message, cause);
    }
}
