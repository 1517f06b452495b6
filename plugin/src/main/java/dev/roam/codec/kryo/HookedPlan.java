package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of a class that has taken its serialisation into its own hands since they were written, as Java serialisation would: each level's
 * {@code readObject} finds the fields that were written and nothing more, levels that were not there have their {@code readObjectNoData} called, and in the
 * end {@code readResolve} may put another object in place (Java Object Serialization Specification, 3.1, 3.4, 3.5, 3.7).
 */
final class HookedPlan extends Plan {
    private final Shape shape;
    private final int[] codes;
    private final List<Description.Field> fields;
    private final List<Level> levels;
    private final @Nullable Method readResolve;

    HookedPlan(Description description, Shape shape) {
        this.shape = shape;
        this.codes = codes(description);
        this.fields = description.fields();
        this.readResolve = Hooks.readResolve(shape.type());
        this.levels = levels(description, shape);
    }

    private static List<Level> levels(Description description, Shape shape) {
        @Nullable Slot[] targets = targets(description.fields(), shape.slots());
        List<Level> levels = new ArrayList<>();
        for (Class<?> type = shape.type(); Shape.isSerializable(type); type = type.getSuperclass()) {
            String name = type.getName();
            boolean written = name.equals(description.name())
                    || description.fields().stream()
                            .anyMatch(field -> field.level().equals(name));
            Map<Integer, Slot> slots = new HashMap<>();
            for (int i = 0; i < targets.length; i++) {
                Slot slot = targets[i];
                if (slot != null && slot.level().equals(name)) {
                    slots.put(i, slot);
                }
            }
            levels.add(new Level(
                    name,
                    slots,
                    written ? Hooks.readObject(type) : null,
                    written ? null : Hooks.readObjectNoData(type)));
        }
        Collections.reverse(levels);
        return List.copyOf(levels);
    }

    /**
     * A class in the hierarchy as it is here.
     *
     * @param slots its fields, by the place of their values in what was written
     * @param readObject called in place of setting them; null: they are set
     * @param readObjectNoData called before, if it is not null
     */
    private record Level(
            String name, Map<Integer, Slot> slots, @Nullable Method readObject, @Nullable Method readObjectNoData) {}

    @Override
    Object read(Kryo kryo, Source in) {
        Object bean = shape.newBean();
        kryo.reference(bean);
        @Nullable Object[] values = new Object[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = FieldTypes.read(kryo, in, codes[i]);
        }
        List<StoredFields.Validation> validations = new ArrayList<>();
        for (Level level : levels) {
            Unreadable spoilt = fill(bean, level, values, validations);
            if (spoilt != null) {
                return References.of(kryo).spoil(bean, spoilt);
            }
        }
        return finish(kryo, bean, validations);
    }

    private @Nullable Unreadable fill(
            Object bean, Level level, @Nullable Object[] values, List<StoredFields.Validation> validations) {
        if (level.readObjectNoData != null) {
            Unreadable trouble = call(bean, level.readObjectNoData);
            if (trouble != null) {
                return trouble;
            }
        }
        if (level.readObject == null) {
            return set(bean, level, values);
        }
        Map<String, @Nullable Object> named = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Slot slot = level.slots.get(i);
            if (slot != null || fields.get(i).level().equals(level.name)) {
                named.put(fields.get(i).name(), values[i]);
            }
        }
        StoredFields stream = StoredFields.of(shape.type(), named, () -> set(bean, level, values), validations);
        return call(bean, level.readObject, stream);
    }

    private @Nullable Unreadable set(Object bean, Level level, @Nullable Object[] values) {
        for (Map.Entry<Integer, Slot> entry : level.slots.entrySet()) {
            Unreadable trouble = entry.getValue().set(bean, values[entry.getKey()]);
            if (trouble != null && !isMoved(fields.get(entry.getKey()), entry.getValue())) {
                return trouble;
            }
        }
        return null;
    }

    private Object finish(Kryo kryo, Object bean, List<StoredFields.Validation> validations) {
        try {
            StoredFields.validate(validations);
            Object result = readResolve == null ? bean : readResolve.invoke(bean);
            if (result == null) {
                return References.of(kryo).spoil(bean, new Unreadable(name() + " resolves to null", null));
            }
            if (result != bean) {
                References.of(kryo).replace(bean, result);
            }
            return result;
        } catch (InvocationTargetException e) {
            return References.of(kryo).spoil(bean, thrown(e.getCause()));
        } catch (ReflectiveOperationException | java.io.InvalidObjectException e) {
            return References.of(kryo).spoil(bean, thrown(e));
        }
    }

    private @Nullable Unreadable call(Object bean, Method method, Object... arguments) {
        try {
            method.invoke(bean, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return thrown(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Unreadable thrown(@Nullable Throwable cause) {
        if (cause instanceof VirtualMachineError error) {
            throw error;
        }
        return new Unreadable("class " + name() + " refuses what was stored: " + cause, cause);
    }

    private String name() {
        return shape.type().getName();
    }
}
