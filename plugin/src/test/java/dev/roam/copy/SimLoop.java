package dev.roam.copy;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Simulated time and chance: one thread, one queue of events, one seeded source of randomness. Two runs with the same seed do the same, to the last
 * message.
 */
final class SimLoop {
    /** Microseconds in a millisecond: time is counted in microseconds, so that events seldom coincide. */
    static final long MILLI = 1_000;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final SplittableRandom random;
    private final boolean traced;
    private long now;
    private long added;
    private long ran;

    private record Event(long at, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** @param traced whether every step is printed */
    SimLoop(long seed, boolean traced) {
        this.random = new SplittableRandom(seed);
        this.traced = traced;
    }

    /** In microseconds since the beginning. */
    long now() {
        return now;
    }

    long ran() {
        return ran;
    }

    /** Runs something later; tasks of the same moment in the order in which they came. */
    void after(long micros, Runnable task) {
        queue.add(new Event(now + Math.max(0, micros), added++, task));
    }

    /** Runs all that happens until then. */
    void runUntil(long then) {
        Event next = queue.peek();
        while (next != null && next.at() <= then) {
            queue.poll();
            now = next.at();
            ran++;
            next.task().run();
            next = queue.peek();
        }
        now = then;
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A time between two, in microseconds. */
    long between(long fromMillis, long toMillis) {
        return random.nextLong(fromMillis * MILLI, toMillis * MILLI + 1);
    }

    @SuppressWarnings("SystemOut")
    void trace(Supplier<String> line) {
        if (traced) {
            System.out.println(String.format("%10.3f  %s", now / 1000.0, line.get()));
        }
    }
}
