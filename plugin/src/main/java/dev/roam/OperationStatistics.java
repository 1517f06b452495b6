package dev.roam;

/**
 * How the operations of one kind went. Times are in microseconds and are what the caller waited, repeats and failures included. Percentiles are upper
 * bounds, at most an eighth too high.
 *
 * @param count how many were sent, failed ones included
 * @param failures how many had no answer within their time: the store counted as unreachable for them
 * @param meanMicros the mean; 0: none yet
 * @param p50Micros half were not slower; 0: none yet
 * @param p99Micros of a hundred, 99 were not slower; 0: none yet
 * @param maxMicros the slowest; 0: none yet
 */
public record OperationStatistics(
        long count, long failures, long meanMicros, long p50Micros, long p99Micros, long maxMicros) {}
