package dev.roam.tomcat;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many sessions a node has created, and how fast. Thread-safe. */
final class Creations {
    private static final int KEPT = 100;

    private final Deque<Long> latest = new ArrayDeque<>();
    private long count;

    synchronized void add() {
        count++;
        latest.add(System.currentTimeMillis());
        if (latest.size() > KEPT) {
            latest.remove();
        }
    }

    synchronized long count() {
        return count;
    }

    /** How many a minute, by the last hundred. */
    synchronized int rate() {
        Long oldest = latest.peek();
        if (oldest == null) {
            return 0;
        }
        long span = System.currentTimeMillis() - oldest;
        return span <= 0 ? Integer.MAX_VALUE : (int) (60_000L * latest.size() / span);
    }
}
