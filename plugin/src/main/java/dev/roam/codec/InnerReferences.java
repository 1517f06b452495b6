package dev.roam.codec;

import java.io.Externalizable;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.Set;

/** Tells objects that an {@link ObjectOutputStream} would write without any reference to another object. A yes is always safe. */
final class InnerReferences {
    /** These write nothing but their elements. */
    private static final Set<Class<?>> COLLECTIONS = Set.of(
            ArrayList.class,
            LinkedList.class,
            ArrayDeque.class,
            HashSet.class,
            LinkedHashSet.class,
            HashMap.class,
            LinkedHashMap.class);

    private InnerReferences() {}

    /** Whether a reference may be among what is written for an object. Runs no code of its class. */
    static boolean maybeIn(Object value) {
        Class<?> type = value.getClass();
        if (value instanceof Object[] array) {
            return array.length > 0;
        }
        if (COLLECTIONS.contains(type)) {
            return value instanceof Map<?, ?> map ? !map.isEmpty() : !((Collection<?>) value).isEmpty();
        }
        if (type.isArray() || value instanceof String || value instanceof Enum) {
            return false;
        }
        for (Class<?> level = type;
                level != null && Serializable.class.isAssignableFrom(level);
                level = level.getSuperclass()) {
            if (writesItself(level) || holdsSome(level, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean writesItself(Class<?> level) {
        if (Externalizable.class.isAssignableFrom(level)) {
            return true;
        }
        try {
            for (Method method : level.getDeclaredMethods()) {
                if (method.getName().equals("writeObject")) {
                    return true;
                }
            }
            return false;
        } catch (LinkageError e) {
            return true; // a class that a method names is missing, so nothing is certain
        }
    }

    private static boolean holdsSome(Class<?> level, Object value) {
        for (ObjectStreamField field : ObjectStreamClass.lookup(level).getFields()) {
            if (!field.isPrimitive() && !isNull(level, field.getName(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNull(Class<?> level, String name, Object value) {
        try {
            Field field = level.getDeclaredField(name);
            return field.trySetAccessible() && field.get(value) == null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
