package dev.roam.record;

/** How long a session may be idle, and how exactly that has to be known; the same for the owner of a record and for the nodes that use it. */
public final class Timeouts {
    private Timeouts() {}

    /**
     * The timeout that holds, in milliseconds; 0: none.
     *
     * @param seconds the session's own; zero or less: none
     * @param trial the one until a second request uses the session, in milliseconds; 0: it has, or there is none
     */
    public static long millis(int seconds, long trial) {
        long own = seconds > 0 ? 1_000L * seconds : 0;
        return own == 0 || (trial > 0 && trial < own) ? trial : own;
    }

    /**
     * By how much the stored last use may be off, in milliseconds.
     *
     * @param timeout the one that holds, in milliseconds; 0: none
     * @param cap the upper bound, in milliseconds
     */
    public static long touchInterval(long timeout, long cap) {
        return timeout > 0 ? Math.min(cap, timeout / 10) : cap;
    }
}
