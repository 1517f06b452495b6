package dev.roam.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where in a value an object of some class is: {@code NotSerializableException} names the class and leaves one searching for the field.
 *
 * <p>Walks the graph breadth first, so the shortest path is found, and follows what serialisation would: the fields that are neither static nor
 * transient, array elements, and the contents of collections and maps (whose own fields the JDK does not show). It is a help for a
 * message and no more: bounded, and silent about whatever it cannot look into.
 */
final class FieldPath {
    private static final int MOST_OBJECTS = 50_000;
    private static final int DEEPEST = 200;
    private static final int LONGEST_KEY = 40;

    private final String culprit;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Step> open = new ArrayDeque<>();

    private FieldPath(String culprit) {
        this.culprit = culprit;
    }

    /**
     * The path to the nearest object of a class, such as {@code items[3].owner}; empty if it is the root itself, null if none is found. Never
     * throws, but for an {@code OutOfMemoryError}.
     *
     * @param culprit the class's name as {@link Class#getName} gives it
     */
    static @Nullable String find(Object root, String culprit) {
        return new FieldPath(culprit).search(new Step(root, null, "", 0));
    }

    private @Nullable String search(Step root) {
        open.add(root);
        seen.add(root.value);
        for (Step step = open.poll(); step != null; step = open.poll()) {
            if (step.value.getClass().getName().equals(culprit)) {
                return step.path();
            }
            if (step.depth < DEEPEST) {
                expand(step);
            }
        }
        return null;
    }

    /** Looks into one object. Collections and maps may be the application's own, or be changed meanwhile: what they throw ends this object only. */
    private void expand(Step step) {
        try {
            Object value = step.value;
            if (value instanceof Object[] array) {
                expandArray(step, array);
            } else if (value instanceof Serializable && !isLeaf(value)) {
                expandFields(step);
                if (value instanceof Map<?, ?> map) {
                    expandMap(step, map);
                } else if (value instanceof Collection<?> collection) {
                    expandCollection(step, collection);
                }
            }
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            // The rest of this object stays unknown: the caller's message does without it.
            return;
        }
    }

    private void expandArray(Step step, Object[] array) {
        int i = 0;
        while (i < array.length && add(step, "[" + i + "]", array[i])) {
            i++;
        }
    }

    private void expandCollection(Step step, Collection<?> collection) {
        int i = 0;
        for (Object element : collection) {
            if (!add(step, "[" + i++ + "]", element)) {
                return;
            }
        }
    }

    private void expandMap(Step step, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            if (!add(step, ".key(" + label(key) + ")", key) || !add(step, "[" + label(key) + "]", entry.getValue())) {
                return;
            }
        }
    }

    private void expandFields(Step step) {
        for (Class<?> type = step.value.getClass();
                type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean written = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
                if (written && !field.getType().isPrimitive() && field.trySetAccessible()) {
                    add(step, "." + field.getName(), read(field, step.value));
                }
            }
        }
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** False once enough objects have been looked at. */
    private boolean add(Step from, String name, @Nullable Object value) {
        if (seen.size() >= MOST_OBJECTS) {
            return false;
        }
        if (value != null && seen.add(value)) {
            open.add(new Step(value, from, name, from.depth + 1));
        }
        return true;
    }

    private static boolean isLeaf(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Class
                || value instanceof Enum
                || value instanceof Boolean;
    }

    /** A key as it may be printed: strings, numbers and enums by value, others by type, for their {@code toString} is foreign code. */
    private static String label(@Nullable Object key) {
        if (key instanceof String text) {
            String cut = text.length() > LONGEST_KEY ? text.substring(0, LONGEST_KEY) + "…" : text;
            return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        if (key == null || key instanceof Integer || key instanceof Long) {
            return String.valueOf(key);
        }
        return key.getClass().getName();
    }

    /** An object, and how it was reached. */
    private record Step(Object value, @Nullable Step from, String name, int depth) {
        String path() {
            Deque<String> names = new ArrayDeque<>();
            for (Step step = this; step != null; step = step.from) {
                names.addFirst(step.name);
            }
            String path = String.join("", names);
            return path.startsWith(".") ? path.substring(1) : path;
        }
    }
}
