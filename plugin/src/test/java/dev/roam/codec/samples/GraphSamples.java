package dev.roam.codec.samples;

import dev.roam.codec.samples.CollectionSamples.ByLength;
import dev.roam.codec.samples.CollectionSamples.Plain;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects that are shared, and circles. */
@SuppressWarnings({"serial", "JdkObsolete", "UnnecessaryAsync", "JavaUtilDate"}) // as applications write them
final class GraphSamples {
    private GraphSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("Shared objects and circles within one attribute");
        shared(topic);
        circles(topic);
        return topic.samples();
    }

    private static void shared(Topic topic) {
        topic.add("one object twice", () -> twice(new Plain("x")))
                .add("one list twice", () -> twice(new ArrayList<>(List.of(1))))
                .add("one array twice", () -> twice(new int[] {1}))
                .add("two equal objects stay two", () -> new Object[] {new Plain("x"), new Plain("x")})
                .add("two equal lists stay two", () -> new Object[] {new ArrayList<>(), new ArrayList<>()})
                .add("one object in fields, lists and as a key", GraphSamples::everywhere)
                .add("one record twice", () -> twice(new Pair("a", 1)))
                .add("one `List.of` twice", () -> twice(List.of(1, 2, 3)))
                .add(
                        "one `unmodifiableList` twice",
                        () -> twice(Collections.unmodifiableList(new ArrayList<>(List.of(1)))))
                .add(
                        "one `unmodifiableMap` twice",
                        () -> twice(Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2)))))
                .add("one `EnumSet` twice", () -> twice(EnumSet.of(TimeUnit.DAYS)))
                .add("one `EnumMap` twice", () -> twice(new EnumMap<>(Map.of(TimeUnit.DAYS, 1))))
                .add("one `Arrays.asList` twice", () -> twice(Arrays.asList(1, 2)))
                .add("one `Date` twice", () -> twice(new Date(5)))
                .add("one `AtomicInteger` twice", () -> twice(new AtomicInteger(5)))
                .add("one array in several types of fields", () -> sameArray(new String[] {"x"}))
                .add("two lists over one inner list", GraphSamples::overOne)
                .add("comparator that is also a value", GraphSamples::comparatorAndValue)
                .add("the same object with and without a wrapper", GraphSamples::views)
                .add("ten thousand objects", GraphSamples::many);
    }

    private static void circles(Topic topic) {
        topic.add("object that refers to itself", GraphSamples::itself)
                .add("parent and children", GraphSamples::family)
                .add("list in itself", GraphSamples::listInItself)
                .add("map that is a value of its own", GraphSamples::mapInItself)
                .add("map with a key that refers to the map", () -> Key.inMap().map)
                .add("set of objects that refer to the set", GraphSamples::setOfMembers)
                .add("`Arrays.asList` in itself", GraphSamples::asListInItself)
                .add("`ConcurrentHashMap` that is a value of its own", () -> valueOf(new ConcurrentHashMap<>()))
                .add("`TreeMap` that is a value of its own", () -> valueOf(new TreeMap<>()))
                .add("`ArrayDeque` in itself", () -> elementOf(new ArrayDeque<>()))
                .add("`CopyOnWriteArrayList` in itself", () -> elementOf(new CopyOnWriteArrayList<>()))
                .add("`LinkedList` in itself", () -> elementOf(new LinkedList<>()))
                .changed(
                        "`unmodifiableList` in itself, which loses its mark of random access",
                        GraphSamples::wrapperInItself)
                .add("`unmodifiableMap` that is a value of its own", GraphSamples::wrapperOfItself)
                .add("list in a `List.of` that it holds", () -> holding(List::of))
                .add("list in a `Map.of` that it holds", () -> holding(list -> Map.of("k", list)))
                .add("list in a record that it holds", () -> holding(list -> new Pair(list, 1)))
                .add("list in an array that it holds", () -> holding(list -> new Object[] {list, list}))
                .add("parent and children in an `unmodifiableList`", GraphSamples::fixedFamily);
    }

    private static Object twice(Object shared) {
        return new ArrayList<>(List.of(shared, "between", shared));
    }

    private static Object everywhere() {
        Node shared = new Node("shared");
        Node holder = new Node("holder");
        holder.next = shared;
        holder.others.add(shared);
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(shared, holder);
        map.put("list", holder.others);
        return new Object[] {map, shared, holder};
    }

    private static Object itself() {
        Node node = new Node("a");
        node.next = node;
        return node;
    }

    private static Object family() {
        Node parent = new Node("parent");
        for (String name : List.of("one", "two")) {
            Node child = new Node(name);
            child.next = parent;
            parent.others.add(child);
        }
        return parent;
    }

    private static Object listInItself() {
        List<Object> list = new ArrayList<>(List.of("a"));
        list.add(list);
        return list;
    }

    private static Object elementOf(Collection<Object> collection) {
        collection.add("a");
        collection.add(collection);
        return collection;
    }

    private static Object valueOf(Map<Object, Object> map) {
        map.put("self", map);
        map.put("a", 1);
        return map;
    }

    private static Object holding(Function<Object, Object> around) {
        List<Object> list = new ArrayList<>();
        list.add("a");
        list.add(around.apply(list));
        return list;
    }

    private static Object wrapperInItself() {
        List<Object> inner = new ArrayList<>();
        List<Object> wrapper = Collections.unmodifiableList(inner);
        inner.add(wrapper);
        inner.add("x");
        return wrapper;
    }

    private static Object wrapperOfItself() {
        Map<Object, Object> inner = new HashMap<>();
        Map<Object, Object> wrapper = Collections.unmodifiableMap(inner);
        inner.put("self", wrapper);
        return wrapper;
    }

    private static Object fixedFamily() {
        Node parent = new Node("parent");
        List<Node> children = new ArrayList<>();
        Family family = new Family(parent, Collections.unmodifiableList(children));
        Node child = new Node("child");
        child.next = parent;
        children.add(child);
        parent.others.add(child);
        return family;
    }

    private static Object sameArray(String[] array) {
        Object[] all = array;
        return new Object[] {array, new Family(array, List.of()), all, new ArrayList<>(Arrays.asList((Object) array))};
    }

    private static Object overOne() {
        List<Object> inner = new ArrayList<>(List.of(1));
        return new Object[] {Collections.unmodifiableList(inner), Collections.unmodifiableCollection(inner), inner};
    }

    private static Object comparatorAndValue() {
        ByLength order = new ByLength();
        Map<String, Object> map = new TreeMap<>(order);
        map.put("order", order);
        return new Object[] {map, order};
    }

    private static Object mapInItself() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        map.put("a", 1);
        return map;
    }

    private static Object setOfMembers() {
        Set<Object> set = new HashSet<>();
        set.add(new Member("a", set));
        set.add(new Member("b", set));
        return set;
    }

    private static Object asListInItself() {
        Object[] array = new Object[2];
        List<Object> list = Arrays.asList(array);
        list.set(0, list);
        list.set(1, "x");
        return list;
    }

    private static Object views() {
        Map<String, Object> map = new LinkedHashMap<>(Map.of("a", 1));
        return new Object[] {Collections.unmodifiableMap(map), map};
    }

    private static Object many() {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            list.add(i % 2 == 0 ? new Plain("number " + i) : list.get(i / 2));
        }
        return list;
    }

    static final class Node implements Serializable {
        final String name;
        final List<Node> others = new ArrayList<>();

        @Nullable
        Node next;

        Node(String name) {
            this.name = name;
        }
    }

    record Pair(Object first, Object second) implements Serializable {}

    static final class Family implements Serializable {
        final Object head;
        final List<Node> members;

        Family(Object head, List<Node> members) {
            this.head = head;
            this.members = members;
        }
    }

    /** Begun at a key Java serialisation cannot read it: it asks for the hash before the key's fields are there. */
    static final class Key implements Serializable {
        final String id;
        final Map<Key, String> map = new HashMap<>();

        Key(String id) {
            this.id = id;
        }

        static Key inMap() {
            Key key = new Key("k");
            key.map.put(key, "v");
            return key;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.id.equals(id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /** Its hash does not need the set that it is in. */
    static final class Member implements Serializable {
        final String name;
        final Set<Object> group;

        Member(String name, Set<Object> group) {
            this.name = name;
            this.group = group;
        }
    }
}
