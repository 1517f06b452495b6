package dev.roam.codec.samples;

import dev.roam.codec.samples.CollectionSamples.ByLength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@code Collections}, {@code List.of} and their like give. */
final class WrapperSamples {
    private WrapperSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("Wrappers and fixed collections");
        unmodifiable(topic);
        others(topic);
        fixed(topic);
        listOf(topic);
        return topic.samples();
    }

    private static void unmodifiable(Topic topic) {
        topic.add("`unmodifiableCollection`", () -> Collections.unmodifiableCollection(list()))
                .add("`unmodifiableList`", () -> Collections.unmodifiableList(list()))
                .add("`unmodifiableList` without random access", () -> Collections.unmodifiableList(linked()))
                .add("`unmodifiableSet`", () -> Collections.unmodifiableSet(set()))
                .add("`unmodifiableSortedSet`", () -> Collections.unmodifiableSortedSet(sortedSet()))
                .add("`unmodifiableNavigableSet`", () -> Collections.unmodifiableNavigableSet(sortedSet()))
                .add("`unmodifiableMap`", () -> Collections.unmodifiableMap(map()))
                .add("`unmodifiableSortedMap`", () -> Collections.unmodifiableSortedMap(sortedMap()))
                .add("`unmodifiableNavigableMap`", () -> Collections.unmodifiableNavigableMap(sortedMap()))
                .add(
                        "`unmodifiableSet` of a sorted set with a comparator",
                        () -> Collections.unmodifiableSet(sortedSet()))
                .add(
                        "`unmodifiableMap` of a sorted map with a comparator",
                        () -> Collections.unmodifiableMap(sortedMap()))
                .add(
                        "`unmodifiableList` of `Arrays.asList`",
                        () -> Collections.unmodifiableList(Arrays.asList("a", null)))
                .add("`unmodifiableMap` of an `EnumMap`", () -> Collections.unmodifiableMap(enums()))
                .add(
                        "`unmodifiableMap` of a map in access order",
                        () -> Collections.unmodifiableMap(CollectionSamples.accessOrdered()))
                .add("`unmodifiableCollection` of a set", () -> Collections.unmodifiableCollection(set()))
                .add(
                        "`unmodifiableSet` of a `synchronizedSet`",
                        () -> Collections.unmodifiableSet(Collections.synchronizedSet(set())))
                .add("wrapper and wrapped together: a change shows through", WrapperSamples::liveView);
    }

    private static void others(Topic topic) {
        topic.add("`synchronizedCollection`", () -> Collections.synchronizedCollection(list()))
                .add("`synchronizedList`", () -> Collections.synchronizedList(list()))
                .add("`synchronizedSet`", () -> Collections.synchronizedSet(set()))
                .add("`synchronizedSortedSet`", () -> Collections.synchronizedSortedSet(sortedSet()))
                .add("`synchronizedNavigableSet`", () -> Collections.synchronizedNavigableSet(sortedSet()))
                .add("`synchronizedMap`", () -> Collections.synchronizedMap(map()))
                .add("`synchronizedSortedMap`", () -> Collections.synchronizedSortedMap(sortedMap()))
                .add("`synchronizedNavigableMap`", () -> Collections.synchronizedNavigableMap(sortedMap()))
                .add("`checkedCollection`", () -> Collections.checkedCollection(list(), String.class))
                .add("`checkedList`", () -> Collections.checkedList(list(), String.class))
                .add("`checkedSet`", () -> Collections.checkedSet(set(), String.class))
                .add("`checkedSortedSet`", () -> Collections.checkedSortedSet(sortedSet(), String.class))
                .add("`checkedNavigableSet`", () -> Collections.checkedNavigableSet(sortedSet(), String.class))
                .add("`checkedQueue`", () -> Collections.checkedQueue(new java.util.ArrayDeque<>(list()), String.class))
                .add("`checkedMap`", () -> Collections.checkedMap(map(), String.class, Object.class))
                .add("`checkedSortedMap`", () -> Collections.checkedSortedMap(sortedMap(), String.class, Object.class))
                .add(
                        "`checkedNavigableMap`",
                        () -> Collections.checkedNavigableMap(sortedMap(), String.class, Object.class))
                .add("`newSetFromMap`", () -> set(Collections.newSetFromMap(new LinkedHashMap<>())))
                .add("`newSetFromMap` of identities", () -> set(Collections.newSetFromMap(new IdentityHashMap<>())))
                .add(
                        "`newSetFromMap` of a `ConcurrentHashMap`",
                        () -> set(Collections.newSetFromMap(new ConcurrentHashMap<>())))
                .add("`asLifoQueue`", () -> Collections.asLifoQueue(new java.util.ArrayDeque<>(list())));
    }

    private static void fixed(Topic topic) {
        topic.add("`emptyList`", () -> Collections.emptyList())
                .add("`emptySet`", () -> Collections.emptySet())
                .add("`emptyMap`", () -> Collections.emptyMap())
                .add("`emptySortedSet`", () -> Collections.emptySortedSet())
                .add("`emptyNavigableSet`", () -> Collections.emptyNavigableSet())
                .add("`emptySortedMap`", () -> Collections.emptySortedMap())
                .add("`emptyNavigableMap`", () -> Collections.emptyNavigableMap())
                .add("`singleton`", () -> Collections.singleton("a"))
                .add("`singletonList`", () -> Collections.singletonList("a"))
                .add("`singletonMap`", () -> Collections.singletonMap("a", list()))
                .add("`nCopies`", () -> Collections.nCopies(1_000, "a"))
                .add("`nCopies` of nothing", () -> Collections.nCopies(0, "a"))
                .add("`reverseOrder`", () -> Collections.reverseOrder())
                .add("`reverseOrder` of a comparator", () -> Collections.reverseOrder(new ByLength()))
                .add("`Arrays.asList`", () -> Arrays.asList("a", null, "b"))
                .add("`Arrays.asList` of an array of its own type", () -> Arrays.asList(new Integer[] {1, 2}))
                .add("empty `Arrays.asList`", () -> Arrays.asList());
    }

    private static void listOf(Topic topic) {
        topic.add("`List.of()`", () -> List.of())
                .add("`List.of` of one", () -> List.of("a"))
                .add("`List.of` of two", () -> List.of("a", 2))
                .add("`List.of` of many", () -> List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
                .add("`List.copyOf`", () -> List.copyOf(list()))
                .add("`Stream.toList`", () -> Stream.of("a", "b", "c").toList())
                .add("`Stream.toList` with null", () -> Stream.of("a", null, "b")
                        .toList())
                .add("`Set.of()`", () -> Set.of())
                .add("`Set.of` of one", () -> Set.of("a"))
                .add("`Set.of` of many", () -> Set.of(1, 2, 3, 4, 5))
                .add("`Set.copyOf`", () -> Set.copyOf(set()))
                .add("`Map.of()`", () -> Map.of())
                .add("`Map.of` of one", () -> Map.of("a", 1))
                .add("`Map.of` of many", () -> Map.of(1, "a", 2, "b", 3, "c"))
                .add("`Map.ofEntries`", () -> Map.ofEntries(Map.entry("a", list()), Map.entry("b", list())))
                .add("`Map.copyOf`", () -> Map.copyOf(map()));
    }

    private static Map<TimeUnit, Integer> enums() {
        return new EnumMap<>(Map.of(TimeUnit.DAYS, 1));
    }

    private static Object liveView() {
        List<String> inner = list();
        return new ArrayList<>(
                List.of(inner, Collections.unmodifiableList(inner), Collections.synchronizedList(inner)));
    }

    private static List<String> list() {
        return new ArrayList<>(List.of("b", "a"));
    }

    @SuppressWarnings("JdkObsolete") // a list without random access
    private static List<String> linked() {
        return new java.util.LinkedList<>(list());
    }

    private static Set<String> set() {
        return new LinkedHashSet<>(list());
    }

    private static Set<Object> set(Set<Object> empty) {
        empty.add("a");
        return empty;
    }

    private static NavigableSet<String> sortedSet() {
        return CollectionSamples.filled(new TreeSet<>(new ByLength()), "bb", "a");
    }

    private static Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", new HashSet<>(new HashMap<>(Map.of(1, 2)).keySet()));
        return map;
    }

    private static NavigableMap<String, Object> sortedMap() {
        NavigableMap<String, Object> map = new TreeMap<>(new ByLength());
        map.putAll(map());
        map.put("bb", list());
        return map;
    }
}
