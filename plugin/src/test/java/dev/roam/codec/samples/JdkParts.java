package dev.roam.codec.samples;

import java.io.IOException;
import java.io.Serializable;
import java.text.SimpleDateFormat;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.RandomAccess;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What can be seen of the JDK's own classes from outside. */
final class JdkParts {
    /** Collections that promise no order; all others keep theirs. */
    private static final Set<String> UNORDERED = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Collections$SetFromMap",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.Properties",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentHashMap$KeySetView");

    private JdkParts() {}

    /** @param whole whether the object is of the JDK's class itself, not of a subclass that has parts of its own */
    static void describe(Object value, boolean whole, Portrait portrait) {
        if (value instanceof Map<?, ?> map) {
            describeMap(map, portrait);
        } else if (value instanceof Collection<?> collection) {
            describeCollection(collection, portrait);
        } else if (value instanceof Throwable thrown) {
            describeThrowable(thrown, portrait);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            portrait.say("key", entry.getKey()).say("value", entry.getValue());
        } else if (value instanceof AtomicReference<?> reference) {
            portrait.say("value", reference.get());
        } else if (value instanceof AtomicReferenceArray<?> array) {
            for (int i = 0; i < array.length(); i++) {
                portrait.say("[" + i + "]", array.get(i));
            }
        } else if (value instanceof BitSet bits) {
            portrait.say(bits.toString());
        } else if (value instanceof TimeZone || value instanceof Calendar || value instanceof SimpleDateFormat) {
            CalendarParts.describe(value, portrait);
        } else if (whole && value instanceof Serializable) {
            portrait.say(bytes(value));
        }
    }

    private static void describeMap(Map<?, ?> map, Portrait portrait) {
        if (map instanceof SortedMap<?, ?> sorted) {
            portrait.say("comparator", sorted.comparator());
        }
        if (map instanceof Properties properties) {
            for (String name : new TreeSet<>(properties.stringPropertyNames())) {
                portrait.say(name, properties.getProperty(name));
            }
        }
        for (Map.Entry<?, ?> entry :
                isUnordered(map) ? portrait.sorted(map, map.entrySet(), Map.Entry::getKey) : map.entrySet()) {
            portrait.say("key", entry.getKey()).say("value", entry.getValue());
        }
    }

    private static void describeCollection(Collection<?> collection, Portrait portrait) {
        if (collection instanceof SortedSet<?> sorted) {
            portrait.say("comparator", sorted.comparator());
        } else if (collection instanceof PriorityQueue<?> queue) {
            portrait.say("comparator", queue.comparator());
        } else if (collection instanceof PriorityBlockingQueue<?> queue) {
            portrait.say("comparator", queue.comparator());
        }
        if (collection instanceof BlockingQueue<?> queue) {
            portrait.say("room", queue.remainingCapacity());
        }
        if (collection instanceof RandomAccess) {
            portrait.say("random access");
        }
        for (Object element :
                isUnordered(collection) ? portrait.sorted(collection, collection, element -> element) : collection) {
            portrait.say("element", element);
        }
    }

    /** In an order that two equal collections have in common. */
    static <T> Collection<T> elements(Collection<T> collection) {
        return isUnordered(collection) ? new Portrait().sorted(collection, collection, element -> element) : collection;
    }

    static <K, V> Collection<Map.Entry<K, V>> entries(Map<K, V> map) {
        return isUnordered(map) ? new Portrait().sorted(map, map.entrySet(), Map.Entry::getKey) : map.entrySet();
    }

    private static boolean isUnordered(Object collection) {
        for (Class<?> type = collection.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith("java.")) {
                return UNORDERED.contains(type.getName());
            }
        }
        return false;
    }

    private static void describeThrowable(Throwable thrown, Portrait portrait) {
        portrait.say("message", thrown.getMessage()).say("cause", thrown.getCause());
        portrait.say(Arrays.toString(thrown.getStackTrace()));
        for (Throwable suppressed : thrown.getSuppressed()) {
            portrait.say("suppressed", suppressed);
        }
    }

    private static String bytes(Object value) {
        try {
            return HexFormat.of().formatHex(PlainJava.bytes(value));
        } catch (IOException e) {
            return "cannot be written: " + e;
        }
    }
}
