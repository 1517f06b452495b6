package dev.roam.codec.samples;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("JdkObsolete") // applications use them
final class CollectionSamples {
    private CollectionSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("Collections of `java.util`");
        lists(topic);
        sets(topic);
        maps(topic);
        return topic.samples();
    }

    private static void lists(Topic topic) {
        topic.add("`ArrayList`", () -> new ArrayList<>(List.of("a", 2, 3L)))
                .add("empty `ArrayList`", () -> new ArrayList<>())
                .add("`ArrayList` with null", () -> withNull(new ArrayList<>(), "a"))
                .add("`ArrayList` with room to spare", () -> filled(new ArrayList<>(1000), "a"))
                .add(
                        "nested `ArrayList`",
                        () -> new ArrayList<>(List.of(new ArrayList<>(List.of(1)), new ArrayList<>())))
                .add("`LinkedList`", () -> withNull(new LinkedList<>(), "a", "b"))
                .add("`Vector`", () -> withNull(new Vector<>(), "a"))
                .add("`Vector` with an increment", () -> filled(new Vector<>(2, 3), "a"))
                .add("`Stack`", () -> filled(new Stack<>(), "a", "b"))
                .add("`ArrayDeque`", () -> filled(new ArrayDeque<>(), "a", "b"))
                .add("empty `ArrayDeque`", () -> new ArrayDeque<>())
                .add("`PriorityQueue`", () -> filled(new PriorityQueue<>(), 3, 1, 2, 0))
                .add(
                        "`PriorityQueue` with a comparator",
                        () -> filled(new PriorityQueue<>(new ByLength()), "ccc", "a", "bb"))
                .add(
                        "`PriorityQueue` in reverse order",
                        () -> filled(new PriorityQueue<>(Collections.reverseOrder()), 1, 3, 2))
                .add("`BitSet`", () -> BitSet.valueOf(new long[] {5, 0, 1}))
                .add("empty `BitSet`", () -> new BitSet(1000));
    }

    private static void sets(Topic topic) {
        topic.add("`HashSet`", () -> new HashSet<>(List.of("a", "b", 1)))
                .add("`HashSet` with null", () -> withNull(new HashSet<>(), "a"))
                .add(
                        "`HashSet` of objects without a `hashCode`",
                        () -> filled(new HashSet<>(), new Plain("a"), new Plain("b")))
                .changed("`HashSet` whose elements have become equal", CollectionSamples::becomeEqual)
                .add("`LinkedHashSet`", () -> new LinkedHashSet<>(List.of("z", "a", "m")))
                .add("`TreeSet`", () -> new TreeSet<>(List.of("z", "a")))
                .add("empty `TreeSet`", () -> new TreeSet<>())
                .add("`TreeSet` with a comparator", () -> filled(new TreeSet<>(new ByLength()), "ccc", "a", "bb"))
                .add("`TreeSet` in reverse order", () -> filled(new TreeSet<>(Comparator.reverseOrder()), 1, 3, 2))
                .add("`TreeSet` ignoring case", () -> filled(new TreeSet<>(String.CASE_INSENSITIVE_ORDER), "b", "A"))
                .add("`descendingSet` of a `TreeSet`", () -> new TreeSet<>(List.of(1, 2, 3)).descendingSet())
                .changed(
                        "`headSet` of a `TreeSet`, which becomes a set of its own",
                        () -> new TreeSet<>(List.of(1, 2, 3)).headSet(3));
    }

    private static void maps(Topic topic) {
        topic.add("`HashMap`", () -> new HashMap<>(Map.of("a", 1, "b", List.of(2))))
                .add("empty `HashMap`", () -> new HashMap<>())
                .add("`HashMap` with null key and value", CollectionSamples::nulls)
                .add("`HashMap` of many entries", () -> numbers(new HashMap<>(), 1000))
                .add("`HashMap` with keys without a `hashCode`", CollectionSamples::plainKeys)
                .add("`LinkedHashMap` with null key", () -> new LinkedHashMap<>(Collections.singletonMap(null, 1)))
                .add(
                        "`HashMap` with colliding keys",
                        () -> new HashMap<>(Map.of("Aa", 1, "BB", 2, "AaAa", 3, "BBBB", 4)))
                .add("`HashMap` with a load factor", () -> numbers(new HashMap<>(4, 3f), 20))
                .add("`LinkedHashMap`", () -> numbers(new LinkedHashMap<>(), 10))
                .add("`LinkedHashMap` in access order", CollectionSamples::accessOrdered)
                .add("empty `LinkedHashMap` in access order", () -> new LinkedHashMap<>(16, 0.75f, true))
                .add(
                        "`LinkedHashMap` in access order with one entry",
                        () -> numbers(new LinkedHashMap<>(16, 0.75f, true), 1))
                .add(
                        "`LinkedHashMap` in access order in a list",
                        () -> List.of(new ArrayList<>(List.of(accessOrdered()))))
                .add("`TreeMap`", () -> new TreeMap<>(Map.of("b", 1, "a", 2)))
                .add("empty `TreeMap`", () -> new TreeMap<>())
                .add("`TreeMap` with a comparator", () -> into(new TreeMap<>(new ByLength())))
                .add("empty `TreeMap` with a comparator", () -> new TreeMap<>(new ByLength()))
                .add("`TreeMap` in natural order, said so", () -> into(new TreeMap<>(Comparator.naturalOrder())))
                .add("`TreeMap` in reverse order", () -> into(new TreeMap<>(Comparator.reverseOrder())))
                .add("`TreeMap` by a reversed comparator", () -> into(new TreeMap<>(new ByLength().reversed())))
                .add("`TreeMap` ignoring case", () -> into(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)))
                .add("`TreeMap` with a lambda as comparator", () -> into(new TreeMap<>(CodeSamples.lambdaByLength())))
                .add("`TreeMap` by `Comparator.comparing`", () -> into(new TreeMap<>(CodeSamples.comparingLength())))
                .add("`descendingMap` of a `TreeMap`", () -> new TreeMap<>(Map.of(1, 2, 3, 4)).descendingMap())
                .add("`subMap` of a `TreeMap`", () -> new TreeMap<>(Map.of(1, 2, 3, 4)).headMap(2, true))
                .add("`Hashtable`", () -> new Hashtable<>(Map.of("a", 1)))
                .add("`IdentityHashMap`", CollectionSamples::byIdentity)
                .add("`Properties`", () -> properties(new Properties()))
                .add("`Properties` with defaults", CollectionSamples::withDefaults)
                .add("`AbstractMap.SimpleEntry`", () -> new AbstractMap.SimpleEntry<>("a", new Plain("b")))
                .add("`AbstractMap.SimpleImmutableEntry`", () -> new AbstractMap.SimpleImmutableEntry<>("a", 1));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    static <C extends Collection<T>, T> C filled(C collection, T... elements) {
        collection.addAll(Arrays.asList(elements));
        return collection;
    }

    /** The same with null as last element. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    static <C extends Collection<@Nullable T>, T> C withNull(C collection, T... elements) {
        collection.addAll(Arrays.asList(elements));
        collection.add(null);
        return collection;
    }

    static <M extends Map<? super Integer, ? super String>> M numbers(M map, int count) {
        for (int i = count; i > 0; i--) {
            map.put(i, "number " + i);
        }
        return map;
    }

    private static <M extends Map<String, Object>> M into(M map) {
        map.put("bb", 2);
        map.put("A", 1);
        map.put("ccc", new Plain("c"));
        return map;
    }

    private static Object nulls() {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, "x");
        map.put("y", null);
        return map;
    }

    private static Object plainKeys() {
        return new HashMap<>(Map.of(new Plain("a"), 1, new Plain("b"), 2));
    }

    private static Object becomeEqual() {
        List<String> empty = new ArrayList<>();
        List<String> full = new ArrayList<>(List.of("x"));
        HashSet<Object> set = new HashSet<>(List.of(empty, full));
        full.clear();
        return set;
    }

    private static Object byIdentity() {
        IdentityHashMap<Object, Integer> map = new IdentityHashMap<>();
        map.put(new Plain("k"), 1);
        return map;
    }

    static Map<Integer, String> accessOrdered() {
        Map<Integer, String> map = numbers(new LinkedHashMap<>(16, 0.75f, true), 4);
        map.get(3);
        return map;
    }

    private static Properties properties(Properties properties) {
        properties.setProperty("a", "1");
        properties.setProperty("b", "2");
        return properties;
    }

    private static Object withDefaults() {
        Properties defaults = new Properties();
        defaults.setProperty("only here", "d");
        defaults.setProperty("a", "hidden");
        return properties(new Properties(defaults));
    }

    @SuppressWarnings("serial") // as applications write them
    static final class Plain implements java.io.Serializable {
        final String text;

        Plain(String text) {
            this.text = text;
        }
    }

    @SuppressWarnings("serial") // as applications write them
    static final class ByLength implements Comparator<String>, java.io.Serializable {
        @Override
        public int compare(String left, String right) {
            return Integer.compare(left.length(), right.length());
        }
    }
}
