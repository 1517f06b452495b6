package dev.roam.it.bench;

import java.util.Arrays;
import java.util.OptionalLong;

/** What one run of a workload measured. */
final class Sample {

    private final int[] nanos;
    private final long wallNanos;
    private final long cpuNanos;
    private final OptionalLong wireBytes;

    /**
     * Takes the measurements.
     *
     * @param nanos of each request; sorted here
     * @param wallNanos how long the run took
     * @param cpuNanos what both nodes used of the processors meanwhile
     * @param wireBytes what went between the nodes, both directions, where that can be counted
     */
    Sample(int[] nanos, long wallNanos, long cpuNanos, OptionalLong wireBytes) {
        Arrays.sort(nanos);
        this.nanos = nanos;
        this.wallNanos = wallNanos;
        this.cpuNanos = cpuNanos;
        this.wireBytes = wireBytes;
    }

    double perSecond() {
        return nanos.length * 1e9 / wallNanos;
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / nanos.length;
    }

    double percentileMillis(double percent) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * percent / 100))] / 1e6;
    }

    /** Bytes a request, or a dash. */
    String wire() {
        return wireBytes.isPresent() ? Long.toString(Math.round((double) wireBytes.getAsLong() / nanos.length)) : "-";
    }
}
