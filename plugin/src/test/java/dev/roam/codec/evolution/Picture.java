package dev.roam.codec.evolution;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An object and its fields in one line: {@code A{a=1, b=B{n=5}}}; superclasses' fields come first. */
public final class Picture {
    private final Set<Object> within = Collections.newSetFromMap(new IdentityHashMap<>());

    private Picture() {}

    public static String of(Object value) {
        return new Picture().show(value);
    }

    private String show(@Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value != null && value.getClass().isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
            return all(elements);
        }
        if (value instanceof Collection<?> collection) {
            return name(value) + all(collection);
        }
        if (value instanceof Map<?, ?> map) {
            return name(value) + all(map.entrySet());
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return show(entry.getKey()) + "=" + show(entry.getValue());
        }
        return value == null || value.getClass().getModule().isNamed() ? String.valueOf(value) : fields(value);
    }

    private String all(Collection<?> parts) {
        return parts.stream().map(this::show).collect(Collectors.joining(", ", "[", "]"));
    }

    private String fields(Object value) {
        if (!within.add(value)) {
            return "the same " + name(value);
        }
        List<String> fields = new ArrayList<>();
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            List<String> own = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    own.add(field.getName() + "=" + show(read(field, value)));
                }
            }
            fields.addAll(0, own);
        }
        return name(value) + "{" + String.join(", ", fields) + "}";
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
