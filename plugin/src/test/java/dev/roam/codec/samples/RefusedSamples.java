package dev.roam.codec.samples;

import dev.roam.codec.samples.CollectionSamples.ByLength;
import java.io.ByteArrayInputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What Java serialisation does not write. */
@SuppressWarnings({"serial", "unused", "UnusedVariable", "UnusedMethod"}) // as applications write them
final class RefusedSamples {
    private RefusedSamples() {}

    static List<Sample> samples() {
        return new Topic("Not `Serializable`")
                .refused("class that is not `Serializable`", () -> new Plain())
                .refused("`Object`", () -> new Object())
                .refused("such an object in a field", () -> new Holder(new Plain()))
                .refused("such an object in a list", () -> new ArrayList<>(List.of("a", new Plain())))
                .refused("such an object in an array", () -> new Object[] {1, new Plain()})
                .refused("such an object as a key", () -> new HashMap<>(Map.of(new Plain(), 1)))
                .refused("record that is not `Serializable`", () -> new PlainRecord(1))
                .refused("array of such a class", () -> new Plain[] {new Plain()})
                .refused("lambda that is not `Serializable`", () -> (Runnable) () -> {})
                .refused("such a lambda as comparator", () -> new TreeMap<String, String>((a, b) -> a.compareTo(b)))
                .refused("inner class whose outer object is not", () -> new Outer().new Inner())
                .refused("class that refuses itself", () -> new Refusing())
                .refused("`writeReplace` with something that is not", () -> new Replaced())
                .refused("`Optional`", () -> Optional.of("a"))
                .refused("`subList`", () -> new ArrayList<>(List.of(1, 2, 3)).subList(0, 2))
                .refused("`keySet` of a `HashMap`", () -> new HashMap<>(Map.of("a", 1)).keySet())
                .refused("`values` of a `TreeMap`", () -> new TreeMap<>(Map.of("a", 1)).values())
                .refused(
                        "`unmodifiableSet` of a `keySet`",
                        () -> Collections.unmodifiableSet(new HashMap<>(Map.of("a", 1)).keySet()))
                .refused(
                        "`unmodifiableCollection` of `values`",
                        () -> Collections.unmodifiableCollection(new HashMap<>(Map.of("a", 1)).values()))
                .refused(
                        "`unmodifiableList` of a `subList`",
                        () -> Collections.unmodifiableList(new ArrayList<>(List.of(1, 2)).subList(0, 1)))
                .refused("`keySet` of an `unmodifiableMap`", () -> Collections.unmodifiableMap(
                                new HashMap<>(Map.of("a", 1)))
                        .keySet())
                .refused(
                        "such an object in an `unmodifiableList`",
                        () -> Collections.unmodifiableList(new ArrayList<>(List.of(new Plain()))))
                .refused("such an object in `List.of`", () -> List.of(new Plain()))
                .refused("such an object in a record", () -> new HolderRecord(new Plain()))
                .refused("such an object in an `AtomicReference`", () -> new AtomicReference<>(new Plain()))
                .refused("such a comparator in a `TreeSet`", () -> new TreeSet<String>((a, b) -> b.compareTo(a)))
                .refused(
                        "such an object deep inside",
                        () -> new ArrayList<>(List.of(new HolderRecord(new Object[] {new Holder(new Plain())}))))
                .refused("`Map.entry`", () -> Map.entry("a", 1))
                .refused("`WeakHashMap`", () -> new WeakHashMap<>(Map.of("a", 1)))
                .refused("`Path`", () -> Path.of("a"))
                .refused("`Charset`", () -> StandardCharsets.UTF_8)
                .refused("`DateTimeFormatter`", () -> DateTimeFormatter.ISO_DATE)
                .refused("`Stream`", () -> Stream.of(1))
                .refused("`InputStream`", () -> new ByteArrayInputStream(new byte[1]))
                .refused("`Thread`", () -> new Thread("never started"))
                .refused("`CompletableFuture`", () -> new Object[] {CompletableFuture.completedFuture(1)})
                .refused("`ThreadLocal`", () -> new ThreadLocal<>())
                .refused("`Iterator`", () -> List.of(1).iterator())
                .refused("comparator over one that is not", () -> new ByLength().thenComparing((a, b) -> 0))
                .samples();
    }

    static class Plain {
        int number = 1;
    }

    record PlainRecord(int number) {}

    record HolderRecord(Object part) implements Serializable {}

    static final class Holder implements Serializable {
        final Object part;

        Holder(Object part) {
            this.part = part;
        }
    }

    static final class Outer {
        @SuppressWarnings("ClassCanBeStatic") // the point is that it is not
        final class Inner implements Serializable {
            final int number = 1;

            Outer outer() {
                return Outer.this;
            }
        }
    }

    static final class Refusing implements Serializable {
        private void writeObject(ObjectOutputStream out) throws NotSerializableException {
            throw new NotSerializableException("not me");
        }
    }

    static final class Replaced implements Serializable {
        private Object writeReplace() {
            return new Plain();
        }
    }
}
