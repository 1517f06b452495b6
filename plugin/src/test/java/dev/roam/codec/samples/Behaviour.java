package dev.roam.codec.samples;

import java.io.Serializable;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a collection or a map does when it is used: whether it can be changed, whether it is checked, bounded, sorted or in the order of access. No
 * portrait shows that. The value is used up.
 */
public final class Behaviour {
    /** An element of a class that no sample holds. */
    private record Misfit() implements Serializable {}

    /**
     * What {@code Arrays.asList} gives. Whether its array would take an element of a wrong type, put in by an unchecked cast, is all that can be seen of the
     * array, and only by trying: the compact format does not keep it (docs/serialization.md says so).
     */
    private static final String AS_LIST = "java.util.Arrays$ArrayList";

    private interface Deed {
        @Nullable
        Object doIt() throws Exception;
    }

    /** More of them in one value would tell nothing more. */
    private static final int MOST = 20;

    private final Object value;
    private final StringBuilder text;

    private Behaviour(Object value, StringBuilder text) {
        this.value = value;
        this.text = text;
    }

    /** What the collections and maps of a graph do, one after the other, as a text; empty if there is none. */
    @SuppressWarnings("unchecked") // wrong elements are put in on purpose
    public static String of(Object root) {
        StringBuilder text = new StringBuilder();
        List<Object> all = Portrait.reached(root).stream()
                .filter(part -> part instanceof Map || part instanceof Collection)
                .limit(MOST)
                .toList();
        for (Object part : all) {
            Behaviour behaviour = new Behaviour(part, text);
            if (part instanceof Map<?, ?> map) {
                behaviour.use((Map<Object, Object>) map);
            } else {
                behaviour.use((Collection<Object>) part);
            }
        }
        return text.toString();
    }

    private void use(Collection<Object> all) {
        Object first =
                all.isEmpty() ? "first" : JdkParts.elements(all).iterator().next();
        attempt("add once more", () -> all.add(first));
        for (Object other : others(first)) {
            attempt("add another", () -> all.add(other));
        }
        attempt("add a misfit", () -> all.add(new Misfit()));
        attempt("add null", () -> all.add(null));
        if (all instanceof List<Object> list) {
            attempt("replace", () -> list.set(0, first));
            if (!list.getClass().getName().equals(AS_LIST)) {
                attempt("replace by a misfit", () -> list.set(0, new Misfit()));
            }
            attempt("insert", () -> {
                list.add(0, first);
                return "inserted";
            });
            attempt("iterate backwards", () -> {
                ListIterator<Object> back = list.listIterator(list.size());
                return back.hasPrevious() ? back.previous() : "nothing";
            });
        }
        if (all instanceof Deque<Object> deque) {
            attempt("peek at the end", deque::peekLast);
        }
        attempt("remove by iterator", () -> remove(first, all.iterator()));
        attempt("remove", () -> all.remove(first));
        attempt("clear", () -> {
            all.clear();
            return "cleared";
        });
    }

    private void use(Map<Object, Object> map) {
        Object key = map.isEmpty()
                ? "first"
                : JdkParts.entries(map).iterator().next().getKey();
        attempt("get, which may count as a use", () -> map.get(key));
        attempt("put again", () -> map.put(key, map.get(key)));
        for (Object other : others(key)) {
            attempt("put another", () -> map.put(other, map.get(key)));
        }
        attempt("put a misfit", () -> map.put(new Misfit(), map.get(key)));
        attempt("put the value of a misfit", () -> map.put(key, new Misfit()));
        attempt("put null", () -> map.put(null, null));
        attempt("set by entry", () -> entry(map, key).setValue(map.get(key)));
        attempt("remove by the keys' iterator", () -> remove(key, map.keySet().iterator()));
        attempt("remove", () -> map.remove(key));
        attempt("clear", () -> {
            map.clear();
            return "cleared";
        });
    }

    private static Map.Entry<Object, Object> entry(Map<Object, Object> map, @Nullable Object key) {
        return map.entrySet().stream()
                .filter(entry -> entry.getKey() == key)
                .findFirst()
                .orElseThrow();
    }

    /** Elements of the same kind, that come before and after in most orders. */
    private static List<Object> others(Object first) {
        if (first instanceof String) {
            return List.of("m0", "M1", "zz");
        }
        return first instanceof Integer ? List.of(-7, 1000) : List.of();
    }

    private static Object remove(@Nullable Object what, Iterator<?> iterator) {
        while (iterator.hasNext()) {
            if (iterator.next() == what) {
                iterator.remove();
                return "removed";
            }
        }
        return "not found";
    }

    private void attempt(String what, Deed deed) {
        text.append(what).append(": ");
        try {
            text.append(Portrait.of(deed.doIt()));
        } catch (Exception e) {
            text.append(e.getClass().getName()).append('\n');
        }
        text.append(Portrait.of(value));
    }
}
