package dev.roam.copy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Many schedules, one seed after the other, on two threads; it stops at the first violation. */
final class SimSeries {
    private static final int THREADS = 2;

    private final Schedule schedule;
    private final long base;
    private final long end;
    private final AtomicLong next;
    private final AtomicLong events = new AtomicLong();
    private final AtomicReference<@Nullable Found> found = new AtomicReference<>();

    /**
     * What a series came to.
     *
     * @param seed of the violation
     * @param violation null: none
     * @param schedules how many were run
     */
    record Found(long seed, @Nullable Throwable violation, long schedules, long events) {}

    /** Runs the schedule of a seed and answers how many events it had. */
    interface Schedule {
        long run(long seed);
    }

    SimSeries(SimRules rules, long base, long schedules) {
        this(seed -> Simulation.run(seed, rules, false), base, schedules);
    }

    SimSeries(Schedule schedule, long base, long schedules) {
        this.schedule = schedule;
        this.base = base;
        this.end = base + schedules;
        this.next = new AtomicLong(base);
    }

    Found run() {
        CompletableFuture<?>[] threads = new CompletableFuture<?>[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = CompletableFuture.runAsync(this::work, task -> new Thread(task, "simulation").start());
        }
        CompletableFuture.allOf(threads).join();
        Found first = found.get();
        return first != null ? first : new Found(0, null, end - base, events.get());
    }

    private void work() {
        long ran = 0;
        for (long seed = next.getAndIncrement(); seed < end && found.get() == null; seed = next.getAndIncrement()) {
            try {
                ran += schedule.run(seed);
            } catch (RuntimeException | SimViolation e) {
                found.compareAndSet(null, new Found(seed, e, seed - base + 1, events.get()));
            }
        }
        events.addAndGet(ran);
    }
}
