package dev.roam.statistics;

import dev.roam.OperationStatistics;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long the operations of one kind took, in a histogram of fixed size. Its buckets are log-linear: up to 8 microseconds one each, then eight for every
 * power of two, so that a percentile is off by an eighth at most; all above 2^27 microseconds, over two minutes, share the last. Thread-safe; noting
 * takes no lock.
 */
final class Latencies {
    /** Buckets for each power of two, and how many bits they take. */
    private static final int LINEAR = 8;

    private static final int LINEAR_BITS = 3;
    private static final int POWERS = 27 - LINEAR_BITS;

    private final LongAdder failures = new LongAdder();
    private final LongAdder sumMicros = new LongAdder();
    private final LongAccumulator maxMicros = new LongAccumulator(Math::max, 0);
    private final LongAdder[] buckets = new LongAdder[LINEAR + POWERS * LINEAR];

    Latencies() {
        Arrays.setAll(buckets, i -> new LongAdder());
    }

    /** One operation is over. */
    void note(long nanos, boolean failed) {
        long micros = Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
        buckets[bucket(micros)].increment();
        sumMicros.add(micros);
        maxMicros.accumulate(micros);
        if (failed) {
            failures.increment();
        }
    }

    /** Of the buckets as they are read one after the other: the count and the percentiles agree. */
    OperationStatistics read() {
        long[] counts = new long[buckets.length];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets[i].sum();
            count += counts[i];
        }
        long max = maxMicros.get();
        return new OperationStatistics(
                count,
                failures.sum(),
                count == 0 ? 0 : sumMicros.sum() / count,
                Math.min(max, percentile(counts, count, 50)),
                Math.min(max, percentile(counts, count, 99)),
                max);
    }

    private static long percentile(long[] counts, long count, int percent) {
        long rank = (count * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return i == counts.length - 1 ? Long.MAX_VALUE : highest(i);
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        if (micros < LINEAR) {
            return (int) micros;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - LINEAR_BITS;
        int within = (int) (micros >>> power) - LINEAR;
        return power >= POWERS ? LINEAR + POWERS * LINEAR - 1 : LINEAR + power * LINEAR + within;
    }

    /** The highest value of a bucket, in microseconds. */
    private static long highest(int bucket) {
        if (bucket < LINEAR) {
            return bucket;
        }
        int power = bucket / LINEAR - 1;
        return ((long) (LINEAR + bucket % LINEAR + 1) << power) - 1;
    }
}
