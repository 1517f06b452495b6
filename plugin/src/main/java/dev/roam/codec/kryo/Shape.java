package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.SerializingInstantiatorStrategy;
import java.io.Externalizable;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class as it is here, seen by the compact format: what its objects consist of, or why Java serialisation must carry them. The rule is to be certain: a
 * class is taken only if Java serialisation would do nothing but write its fields and read them back. Immutable; kept with the class, so that it goes
 * when the class goes.
 */
final class Shape {
    private static final String CLOSED = "its module does not open its fields";

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            try {
                return make(type);
            } catch (RuntimeException | LinkageError e) { // such as a class that is missing in a method's signature
                return new Shape(type, "cannot be looked into: " + e);
            }
        }
    };

    private final Class<?> type;
    private final Description.@Nullable Kind kind;
    private final String reason;
    private final List<Slot> slots;
    private final @Nullable Long serialVersionUid;
    private final @Nullable ObjectInstantiator<?> instantiator;
    private final @Nullable Constructor<?> constructor;

    private Shape(Class<?> type, String reason) {
        this(type, null, reason, List.of(), null, null);
    }

    private Shape(
            Class<?> type,
            Description.@Nullable Kind kind,
            String reason,
            List<Slot> slots,
            @Nullable ObjectInstantiator<?> instantiator,
            @Nullable Constructor<?> constructor) {
        this.type = type;
        this.kind = kind;
        this.reason = reason;
        this.slots = slots;
        this.serialVersionUid = instantiator == null ? null : declaredUid(type);
        this.instantiator = instantiator;
        this.constructor = constructor;
    }

    /** The shape of a class that {@link JdkTypes} has not got. Constants of an enum with bodies of their own have the shape of the enum. */
    static Shape of(Class<?> type) {
        return SHAPES.get(
                Enum.class.isAssignableFrom(type) && !type.isEnum() && type != Enum.class
                        ? type.getSuperclass()
                        : type);
    }

    Class<?> type() {
        return type;
    }

    /** What its objects look like, if they can be read; null if not even that. */
    Description.@Nullable Kind kind() {
        return kind;
    }

    /** Why Java serialisation must carry its objects; empty if the compact format can. */
    String reason() {
        return reason;
    }

    /** Whether the class takes its serialisation into its own hands: its objects can be read, but are not written. */
    boolean hasHooks() {
        return kind != null && !reason.isEmpty();
    }

    /** The fields of a bean or record. */
    List<Slot> slots() {
        return slots;
    }

    @Nullable
    Long serialVersionUid() {
        return serialVersionUid;
    }

    /** The description of a class with a {@link #kind}. */
    Description description(Description.Kind known) {
        return Description.of(known, type, serialVersionUid, slots);
    }

    /** A new bean, made as Java serialisation does: only constructors of superclasses that are not serialisable have run. */
    Object newBean() {
        if (instantiator == null) {
            throw new IllegalStateException(type + " is no bean");
        }
        return instantiator.newInstance();
    }

    /** Of a record: with its components in the order of {@link #slots}. */
    Constructor<?> constructor() {
        if (constructor == null) {
            throw new IllegalStateException(type + " is no record");
        }
        return constructor;
    }

    private static Shape make(Class<?> type) {
        if (type.isArray()) {
            return new Shape(type, Description.Kind.ARRAY, "", List.of(), null, null);
        }
        if (type.isEnum()) {
            return new Shape(type, Description.Kind.ENUM, "", List.of(), null, null);
        }
        String reason = objection(type);
        if (reason != null) {
            return new Shape(type, reason);
        }
        List<Slot> slots = slots(type);
        if (slots == null) {
            return new Shape(type, CLOSED);
        }
        String hook = Hooks.find(type);
        String must = hook == null ? "" : "has " + hook;
        return type.isRecord() ? ofRecord(type, must, slots) : ofBean(type, must, slots);
    }

    private static @Nullable String objection(Class<?> type) {
        if (isOfJdk(type)) {
            return "a class of the JDK without an entry in the table";
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return "not Serializable";
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return "abstract";
        }
        if (type.isHidden() || Proxy.isProxyClass(type)) {
            return "made at run time";
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return "a collection of its own kind";
        }
        for (Class<?> level = type.getSuperclass(); level != null; level = level.getSuperclass()) {
            boolean expected = level == Record.class || !Serializable.class.isAssignableFrom(level);
            if (isOfJdk(level) && !expected) {
                return "a subclass of " + level.getName();
            }
        }
        return Externalizable.class.isAssignableFrom(type) ? "Externalizable" : null;
    }

    /** Whether the class is a level of the hierarchy that Java serialisation writes. */
    static boolean isSerializable(@Nullable Class<?> level) {
        return level != null && Serializable.class.isAssignableFrom(level);
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** What Java serialisation calls the serialisable fields, superclasses first; null if one is not accessible. */
    private static @Nullable List<Slot> slots(Class<?> type) {
        List<Class<?>> levels = new ArrayList<>();
        for (Class<?> level = type; isSerializable(level); level = level.getSuperclass()) {
            levels.add(level);
        }
        Collections.reverse(levels);
        List<Slot> slots = new ArrayList<>();
        for (Class<?> level : levels) {
            for (ObjectStreamField serial : ObjectStreamClass.lookup(level).getFields()) {
                Field field = declared(level, serial.getName());
                if (field == null) {
                    continue; // one of serialPersistentFields, which need not exist
                }
                if (!field.trySetAccessible()) {
                    return null;
                }
                slots.add(new Slot(field));
            }
        }
        return List.copyOf(slots);
    }

    private static @Nullable Field declared(Class<?> level, String name) {
        try {
            return level.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private static Shape ofBean(Class<?> type, String reason, List<Slot> slots) {
        ObjectInstantiator<?> instantiator = new SerializingInstantiatorStrategy().newInstantiatorOf(type);
        return new Shape(type, Description.Kind.BEAN, reason, slots, instantiator, null);
    }

    private static Shape ofRecord(Class<?> type, String reason, List<Slot> slots) {
        RecordComponent[] components = type.getRecordComponents();
        List<Slot> ordered = new ArrayList<>();
        for (RecordComponent component : components) {
            for (Slot slot : slots) {
                if (slot.name().equals(component.getName())) {
                    ordered.add(slot);
                }
            }
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            return new Shape(type, "a record without its constructor");
        }
        if (ordered.size() != components.length || !constructor.trySetAccessible()) {
            return new Shape(type, CLOSED);
        }
        return new Shape(type, Description.Kind.RECORD, reason, List.copyOf(ordered), null, constructor);
    }

    private static @Nullable Long declaredUid(Class<?> type) {
        Field field = declared(type, "serialVersionUID");
        boolean counts = field != null
                && field.getType() == long.class
                && Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers());
        return counts ? ObjectStreamClass.lookup(type).getSerialVersionUID() : null;
    }
}
