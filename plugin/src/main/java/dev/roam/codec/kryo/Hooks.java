package dev.roam.codec.kryo;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a class has declared to take its serialisation into its own hands (Java Object Serialization Specification, 1.5, 1.10 to 1.12, 2.3, 3.4 to
 * 3.7). Whether the declaration is one that Java would obey (private, of the right result) is not looked at: in doubt it counts.
 */
final class Hooks {
    private Hooks() {}

    /** The name of a hook of a class or one of its superclasses; null if there is none. */
    static @Nullable String find(Class<?> type) {
        if (Externalizable.class.isAssignableFrom(type)) {
            return "Externalizable";
        }
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            String hook = declaredBy(level);
            if (hook != null) {
                return hook;
            }
        }
        return null;
    }

    private static @Nullable String declaredBy(Class<?> level) {
        if (declares(level, "writeReplace")) {
            return "writeReplace";
        }
        if (declares(level, "readResolve")) {
            return "readResolve";
        }
        if (!Serializable.class.isAssignableFrom(level)) {
            return null;
        }
        if (declares(level, "writeObject", ObjectOutputStream.class)) {
            return "writeObject";
        }
        if (declares(level, "readObject", ObjectInputStream.class)) {
            return "readObject";
        }
        if (declares(level, "readObjectNoData")) {
            return "readObjectNoData";
        }
        return declaresFields(level) ? "serialPersistentFields" : null;
    }

    private static boolean declares(Class<?> level, String name, Class<?>... parameters) {
        try {
            return level.getDeclaredMethod(name, parameters) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean declaresFields(Class<?> level) {
        try {
            return level.getDeclaredField("serialPersistentFields").getType() == ObjectStreamField[].class;
        } catch (NoSuchFieldException e) {
            return false;
        }
    }

    /** The method that Java serialisation calls in place of setting a level's fields; null if the class has none. */
    static @Nullable Method readObject(Class<?> level) {
        return called(level, "readObject", ObjectInputStream.class);
    }

    /** The method that Java serialisation calls for a superclass that the bytes do not know; null if the class has none. */
    static @Nullable Method readObjectNoData(Class<?> level) {
        return called(level, "readObjectNoData");
    }

    private static @Nullable Method called(Class<?> level, String name, Class<?>... parameters) {
        try {
            Method method = level.getDeclaredMethod(name, parameters);
            boolean counts = Modifier.isPrivate(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == void.class;
            return counts && method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** The method whose result stands in place of what was read; null if the class has none. */
    static @Nullable Method readResolve(Class<?> type) {
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            Method method = readResolveOf(level);
            if (method != null) {
                boolean counts = isInherited(method, type) && method.getReturnType() == Object.class;
                return counts && method.trySetAccessible() ? method : null;
            }
        }
        return null;
    }

    private static @Nullable Method readResolveOf(Class<?> level) {
        try {
            return level.getDeclaredMethod("readResolve");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean isInherited(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        Class<?> declaring = method.getDeclaringClass();
        if (Modifier.isStatic(modifiers) || Modifier.isAbstract(modifiers)) {
            return false;
        }
        if (declaring == type || Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) {
            return true;
        }
        return !Modifier.isPrivate(modifiers)
                && declaring.getClassLoader() == type.getClassLoader()
                && declaring.getPackageName().equals(type.getPackageName());
    }
}
