package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a described class are read into the class as it is here. Fields are found by declaring class and name, or else, as a field may have moved
 * in the hierarchy, by name alone. What was written and is not here is read all the same, for later values may refer to it, and dropped; what is here and
 * was not written keeps its default. Immutable, so that nodes keep one for each description.
 */
abstract class Plan extends Serializer<Object> {
    /**
     * @param shape the class as it is here; null if it is missing
     * @param missing why
     */
    static Plan of(Description description, @Nullable Shape shape, String missing) {
        if (shape == null) {
            return without(description, missing);
        }
        String misfit = misfit(description, shape);
        if (misfit != null) {
            return without(description, misfit);
        }
        return switch (description.kind()) {
            case ENUM -> new OfEnum(shape.type());
            case ARRAY -> new OfArray(shape.type().getComponentType());
            case BEAN, RECORD -> ofFields(description, shape);
        };
    }

    private static Plan ofFields(Description description, Shape shape) {
        if (shape.kind() == Description.Kind.RECORD) {
            return new OfRecord(description, shape);
        }
        return shape.hasHooks() ? new HookedPlan(description, shape) : new OfBean(description, shape);
    }

    private static @Nullable String misfit(Description description, Shape shape) {
        Description.Kind here = shape.kind();
        String name = description.name();
        if (here == null) {
            return "class " + name + " was written field by field, and cannot be read so on this node: "
                    + shape.reason();
        }
        boolean alike = description.kind().hasFields() ? here.hasFields() : here == description.kind();
        if (!alike) {
            return "class " + name + " is " + here + " on this node, and was " + description.kind();
        }
        Long written = description.uid();
        Long declared = shape.serialVersionUid();
        if (written != null && declared != null && !written.equals(declared)) {
            return "class " + name + " has serialVersionUID " + declared + " on this node, and was written with "
                    + written;
        }
        return null;
    }

    private static Plan without(Description description, String reason) {
        return switch (description.kind()) {
            case ENUM -> new Lost(description.fields(), Lost.Rest.TEXT, reason);
            case ARRAY -> new Lost(description.fields(), Lost.Rest.ELEMENTS, reason);
            case BEAN, RECORD -> new Lost(description.fields(), Lost.Rest.NOTHING, reason);
        };
    }

    @Override
    public final void write(Kryo kryo, Output output, Object object) {
        throw new IllegalStateException("a plan only reads");
    }

    @Override
    public final @Nullable Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        return read(kryo, (Source) input);
    }

    abstract @Nullable Object read(Kryo kryo, Source in);

    /** For each field that was written the one that it goes to; null if there is none. */
    static @Nullable Slot[] targets(List<Description.Field> fields, List<Slot> slots) {
        @Nullable Slot[] targets = new Slot[fields.size()];
        Set<Slot> taken = new HashSet<>();
        for (int i = 0; i < targets.length; i++) {
            Description.Field field = fields.get(i);
            for (Slot slot : slots) {
                if (slot.level().equals(field.level()) && slot.name().equals(field.name()) && taken.add(slot)) {
                    targets[i] = slot;
                }
            }
        }
        for (int i = targets.length - 1; i >= 0; i--) {
            for (int j = slots.size() - 1; targets[i] == null && j >= 0; j--) {
                Slot slot = slots.get(j);
                if (slot.name().equals(fields.get(i).name()) && taken.add(slot)) {
                    targets[i] = slot;
                }
            }
        }
        return targets;
    }

    /** Into a class of fields. */
    private static final class OfBean extends Plan {
        private final Shape shape;
        private final int[] codes;
        private final @Nullable Slot[] targets;
        private final boolean[] moved;

        OfBean(Description description, Shape shape) {
            this.shape = shape;
            this.codes = codes(description);
            this.targets = targets(description.fields(), shape.slots());
            this.moved = new boolean[codes.length];
            for (int i = 0; i < codes.length; i++) {
                Slot slot = targets[i];
                moved[i] = slot != null && isMoved(description.fields().get(i), slot);
            }
        }

        @Override
        Object read(Kryo kryo, Source in) {
            Object bean = shape.newBean();
            kryo.reference(bean);
            Unreadable spoilt = null;
            for (int i = 0; i < codes.length; i++) {
                Slot slot = targets[i];
                Unreadable trouble;
                if (slot == null) {
                    FieldTypes.read(kryo, in, codes[i]);
                    continue;
                } else if (slot.code() == codes[i]) {
                    trouble = slot.read(kryo, in, bean);
                } else {
                    trouble = slot.set(bean, FieldTypes.read(kryo, in, codes[i]));
                }
                if (spoilt == null && !moved[i]) {
                    spoilt = trouble;
                }
            }
            return spoilt == null ? bean : References.of(kryo).spoil(bean, spoilt);
        }
    }

    /** Whether a field has been found by its name alone: it may be another one, and keeps its default if the value does not fit. */
    static boolean isMoved(Description.Field field, Slot slot) {
        return !field.level().equals(slot.level());
    }

    static int[] codes(Description description) {
        return description.fields().stream().mapToInt(Description.Field::code).toArray();
    }

    /** Into a record: its constructor sees all components at once. */
    private static final class OfRecord extends Plan {
        private final Constructor<?> constructor;
        private final int[] codes;
        private final int[] places;
        private final List<Slot> slots;

        OfRecord(Description description, Shape shape) {
            this.constructor = shape.constructor();
            this.codes = codes(description);
            this.slots = shape.slots();
            @Nullable Slot[] targets = targets(description.fields(), slots);
            this.places = new int[targets.length];
            for (int i = 0; i < targets.length; i++) {
                Slot slot = targets[i];
                places[i] = slot == null ? -1 : slots.indexOf(slot);
            }
        }

        @Override
        Object read(Kryo kryo, Source in) {
            @Nullable Object[] components = new Object[slots.size()];
            for (int i = 0; i < components.length; i++) {
                components[i] = defaultOf(slots.get(i).type());
            }
            Unreadable spoilt = null;
            for (int i = 0; i < codes.length; i++) {
                Object value = FieldTypes.read(kryo, in, codes[i]);
                if (places[i] >= 0) {
                    Slot slot = slots.get(places[i]);
                    Object fitting = fitting(slot, value);
                    spoilt = Unreadable.first(spoilt, fitting);
                    components[places[i]] = fitting;
                }
            }
            return spoilt == null ? create(components) : spoilt;
        }

        private static @Nullable Object fitting(Slot slot, @Nullable Object value) {
            Class<?> type = slot.type();
            boolean fits = value == null ? !type.isPrimitive() : boxed(type).isInstance(value);
            if (fits || value instanceof Unreadable) {
                return value;
            }
            Object converted = Conversions.convert(value, type);
            return converted == null ? Conversions.misfit(slot.level() + "." + slot.name(), type, value) : converted;
        }

        private static Class<?> boxed(Class<?> type) {
            return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
        }

        private static @Nullable Object defaultOf(Class<?> type) {
            return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
        }

        private Object create(@Nullable Object[] components) {
            try {
                return constructor.newInstance(components);
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                if (cause instanceof VirtualMachineError error) {
                    throw error;
                }
                return new Unreadable(
                        "record " + constructor.getDeclaringClass().getName() + " refuses its components: " + cause,
                        cause);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Into a constant, by name. */
    private static final class OfEnum extends Plan {
        private final Class<?> type;

        OfEnum(Class<?> type) {
            this.type = type;
        }

        @Override
        Object read(Kryo kryo, Source in) {
            String name = in.readText();
            try {
                return constant(type, name);
            } catch (IllegalArgumentException e) {
                return new Unreadable("enum " + type.getName() + " has no constant " + name + " on this node", null);
            }
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // the type is an enum's, which the compiler cannot know
        private static Object constant(Class<?> type, String name) {
            return Enum.valueOf((Class<? extends Enum>) type, name);
        }
    }

    /** Into an array of objects. */
    private static final class OfArray extends Plan {
        private final Class<?> component;

        OfArray(Class<?> component) {
            this.component = component;
        }

        @Override
        Object read(Kryo kryo, Source in) {
            int length = in.readCount(1);
            Object[] array = (Object[]) Array.newInstance(component, length);
            kryo.reference(array);
            Unreadable spoilt = null;
            for (int i = 0; i < length; i++) {
                Object element = kryo.readClassAndObject(in);
                if (element == null || component.isInstance(element)) {
                    array[i] = element;
                } else if (element instanceof Unreadable) {
                    spoilt = Unreadable.first(spoilt, element);
                } else {
                    spoilt = Unreadable.first(spoilt, Conversions.misfit("an element of an array", component, element));
                }
            }
            return spoilt == null ? array : References.of(kryo).spoil(array, spoilt);
        }
    }

    /** Past an object that cannot be had here. */
    private static final class Lost extends Plan {
        private enum Rest {
            NOTHING,
            TEXT,
            ELEMENTS
        }

        private final int[] codes;
        private final Rest rest;
        private final Unreadable result;

        Lost(List<Description.Field> fields, Rest rest, String reason) {
            this.codes = fields.stream().mapToInt(Description.Field::code).toArray();
            this.rest = rest;
            this.result = new Unreadable(reason, null);
        }

        @Override
        Object read(Kryo kryo, Source in) {
            kryo.reference(result);
            for (int code : codes) {
                FieldTypes.read(kryo, in, code);
            }
            switch (rest) {
                case NOTHING -> {}
                case TEXT -> in.readText();
                case ELEMENTS -> {
                    for (int left = in.readCount(1); left > 0; left--) {
                        kryo.readClassAndObject(in);
                    }
                }
            }
            return result;
        }
    }
}
