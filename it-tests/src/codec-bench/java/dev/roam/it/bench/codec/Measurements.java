package dev.roam.it.bench.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Nanoseconds of processor time for one operation: of each value, operation and contender, by round and iteration. */
final class Measurements {
    private final Map<Key, List<double[]>> rounds = new HashMap<>();

    private record Key(Value value, Operation operation, String contender) {}

    /** Adds one round's iterations. */
    void add(Value value, Operation operation, String contender, double[] nanos) {
        rounds.computeIfAbsent(new Key(value, operation, contender), key -> new ArrayList<>())
                .add(nanos);
    }

    /** The values that were measured. */
    List<Value> values() {
        return Stream.of(Value.values())
                .filter(value -> rounds.keySet().stream().anyMatch(key -> key.value == value))
                .toList();
    }

    /** The median of all iterations of all rounds. */
    double median(Value value, Operation operation, String contender) {
        return median(rounds(value, operation, contender).stream()
                .flatMapToDouble(Arrays::stream)
                .toArray());
    }

    /** The median of each round: how far they lie apart tells how much a number is worth. */
    double[] ofRounds(Value value, Operation operation, String contender) {
        return rounds(value, operation, contender).stream()
                .mapToDouble(Measurements::median)
                .toArray();
    }

    private List<double[]> rounds(Value value, Operation operation, String contender) {
        Key key = new Key(value, operation, contender);
        return Objects.requireNonNull(rounds.get(key), () -> "not measured: " + key);
    }

    private static double median(double[] numbers) {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
