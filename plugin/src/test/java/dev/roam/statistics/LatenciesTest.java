package dev.roam.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.OperationStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private void note(long micros) {
        latencies.note(TimeUnit.MICROSECONDS.toNanos(micros), false);
    }

    @Test
    void nothing_noted_reads_as_zeros() {
        assertThat(latencies.read()).isEqualTo(new OperationStatistics(0, 0, 0, 0, 0, 0));
    }

    @Test
    void count_failures_mean_and_maximum_are_exact() {
        latencies.note(TimeUnit.MICROSECONDS.toNanos(100), false);
        latencies.note(TimeUnit.MICROSECONDS.toNanos(300), true);
        latencies.note(TimeUnit.SECONDS.toNanos(3), true);

        assertThat(latencies.read()).satisfies(read -> {
            assertThat(read.count()).isEqualTo(3);
            assertThat(read.failures()).isEqualTo(2);
            assertThat(read.meanMicros()).isEqualTo(1_000_133);
            assertThat(read.maxMicros()).isEqualTo(3_000_000);
        });
    }

    @Test
    void a_percentile_is_an_upper_bound_and_an_eighth_too_high_at_most() {
        Random random = new Random(7);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            long micros = (long) Math.exp(random.nextDouble() * Math.log(1L << 27));
            all.add(micros);
            note(micros);
        }
        all.sort(null);

        OperationStatistics read = latencies.read();

        long median = all.get(2_499);
        long p99 = all.get(4_949);
        assertThat(read.p50Micros()).isBetween(median, median + median / 8 + 1);
        assertThat(read.p99Micros()).isBetween(p99, p99 + p99 / 8 + 1);
    }

    @Test
    void the_slow_one_in_a_hundred_does_not_count_and_the_second_does() {
        for (int i = 0; i < 99; i++) {
            note(5);
        }
        note(1_000_000);
        assertThat(latencies.read().p99Micros()).isEqualTo(5);
        note(1_000_000);
        assertThat(latencies.read().p99Micros()).isEqualTo(1_000_000);
    }

    @Test
    void no_time_is_too_short_or_too_long() {
        for (long nanos : new long[] {-1, 0, 999, Long.MAX_VALUE}) {
            latencies.note(nanos, false);
        }
        OperationStatistics read = latencies.read();
        assertThat(read.count()).isEqualTo(4);
        assertThat(read.p50Micros()).isZero();
        assertThat(read.p99Micros()).isEqualTo(read.maxMicros()).isEqualTo(Long.MAX_VALUE / 1_000);
    }

    @Test
    void threads_that_note_at_once_lose_nothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    note(i);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(latencies.read().count()).isEqualTo(40_000);
        assertThat(latencies.read().meanMicros()).isEqualTo(4_999);
    }
}
