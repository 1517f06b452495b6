package dev.roam.codec.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class RecordSamples {
    private RecordSamples() {}

    record Point(int x, long y) implements Serializable {}

    record All(boolean a, byte b, short c, char d, int e, long f, float g, double h) implements Serializable {}

    record None() implements Serializable {}

    record Pair<A, B>(@Nullable A first, @Nullable B second) implements Serializable {}

    /** The constructor counts: it must run. */
    record Range(int low, int high) implements Serializable {
        Range {
            if (low > high) {
                throw new IllegalArgumentException(low + " > " + high);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // applications have them
    record Wrapped(List<String> names, Map<String, Point> points, int[] numbers) implements Serializable {
        Wrapped {
            names = List.copyOf(names);
        }
    }

    record Polite(String name) implements Serializable {
        @Override
        public String name() {
            return "Mr " + name;
        }
    }

    record Worn(int times) implements Serializable {
        Worn {
            times++;
        }
    }

    /** Replaces itself. */
    record Alias(String name) implements Serializable {
        private Object writeReplace() {
            return "alias of " + name;
        }
    }

    /** Gives another in its place. */
    record Upper(String name) implements Serializable {
        private Object readResolve() {
            return new Upper(name + "!");
        }
    }

    static List<Sample> samples() {
        return new Topic("Records")
                .add("record", () -> new Point(1, -2))
                .add("record with all primitive types", () -> new All(true, (byte) 1, (short) 2, '3', 4, 5, 6.5f, -0.0))
                .add("record without components", () -> new None())
                .add("record with null", () -> new Pair<>(null, "b"))
                .add(
                        "nested generic record",
                        () -> new Pair<>(new Pair<>(1, List.of("x")), new Pair<>(null, new Point(1, 2))))
                .add("record with a constructor that checks", () -> new Range(1, 2))
                .add("record whose accessor gives something else", () -> new Polite("Duke"))
                .changed("record whose constructor changes its components", () -> new Worn(1))
                .add("record with collections and arrays", RecordSamples::wrapped)
                .add("record whose parts share an object", RecordSamples::sharing)
                .add("array of records", () -> new Point[] {new Point(1, 2), new Point(3, 4)})
                .add("list of records", () -> new ArrayList<>(List.of(new Point(1, 2), new Point(1, 2))))
                .add("local record", RecordSamples::local)
                .changed("record with `writeReplace`", () -> new Alias("a"))
                .changed("record with `readResolve`", () -> new Upper("a"))
                .changed("cycle through a record", RecordSamples::cycle)
                .samples();
    }

    private static Object wrapped() {
        Map<String, Point> points = new LinkedHashMap<>();
        points.put("p", new Point(1, 2));
        return new Wrapped(List.of("a"), points, new int[] {1});
    }

    private static Object sharing() {
        Point shared = new Point(1, 2);
        return new Pair<>(new Pair<>(shared, shared), shared);
    }

    private static Object local() {
        record Here(String text) implements Serializable {}
        return new Here("x");
    }

    /** Java reads the record's inner reference to itself as null: its constructor has not run yet. */
    private static Object cycle() {
        List<Object> list = new ArrayList<>();
        Pair<List<Object>, String> pair = new Pair<>(list, "x");
        list.add(pair);
        return pair;
    }
}
