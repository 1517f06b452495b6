package dev.roam.copy;

/** How bad the network is in one schedule. */
final class SimChaos {
    private final SimLoop loop;
    private final int lossOneIn;
    private final int duplicateOneIn;
    private final long maxLagMillis;
    private boolean calm;

    SimChaos(SimLoop loop) {
        this.loop = loop;
        int[] losses = {1_000_000, 100, 25, 10};
        this.lossOneIn = losses[loop.below(losses.length)];
        this.duplicateOneIn = losses[loop.below(losses.length)];
        this.maxLagMillis = loop.oneIn(3) ? 60 : 4;
    }

    /** From now on nothing is lost, late or twice. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    boolean loses() {
        return !calm && loop.oneIn(lossOneIn);
    }

    boolean duplicates() {
        return !calm && loop.oneIn(duplicateOneIn);
    }

    /** Of a message between a node and a member, in microseconds. */
    long delay() {
        return !calm && loop.oneIn(20) ? loop.between(0, 50) : loop.between(0, 2);
    }

    long backupLag() {
        return calm ? 100 : loop.between(0, maxLagMillis);
    }

    /** How late the second delivery of an operation may be: even later than the session lives. */
    long lateness() {
        return loop.oneIn(3) ? loop.between(0, 10) : loop.between(0, Simulation.MAX_LATE_MILLIS);
    }
}
