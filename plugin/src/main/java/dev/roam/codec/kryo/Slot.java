package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A field of a class as it is here, made accessible. Immutable. */
final class Slot {
    private final Field field;
    private final String level;
    private final String name;
    private final Class<?> type;
    private final int code;

    /** @param field of a serialisable class; accessible */
    Slot(Field field) {
        this.field = field;
        this.level = field.getDeclaringClass().getName();
        this.name = field.getName();
        this.type = field.getType();
        this.code = FieldTypes.codeOf(type);
    }

    /** The class that declares it. */
    String level() {
        return level;
    }

    String name() {
        return name;
    }

    Class<?> type() {
        return type;
    }

    /** How its values are written, see {@link FieldTypes}. */
    int code() {
        return code;
    }

    void write(Kryo kryo, Sink out, Object owner) {
        try {
            switch (code) {
                case 'Z' -> out.writeBoolean(field.getBoolean(owner));
                case 'B' -> out.writeByte(field.getByte(owner));
                case 'C' -> out.writeVarInt(field.getChar(owner), true);
                case 'S' -> out.writeVarInt(field.getShort(owner), false);
                case 'I' -> out.writeVarInt(field.getInt(owner), false);
                case 'J' -> out.writeVarLong(field.getLong(owner), false);
                case 'F' -> out.writeFloat(field.getFloat(owner));
                case 'D' -> out.writeDouble(field.getDouble(owner));
                case FieldTypes.TAGGED -> kryo.writeClassAndObject(out, field.get(owner));
                default -> kryo.writeObjectOrNull(out, field.get(owner), JdkTypes.serializer(code));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a value that was written from a field of the same {@link #code} into the owner.
     *
     * @return why it cannot; null if it could
     */
    @Nullable
    Unreadable read(Kryo kryo, Source in, Object owner) {
        try {
            switch (code) {
                case 'Z' -> field.setBoolean(owner, in.readBoolean());
                case 'B' -> field.setByte(owner, in.readByte());
                case 'C' -> field.setChar(owner, (char) in.readVarInt(true));
                case 'S' -> field.setShort(owner, (short) in.readVarInt(false));
                case 'I' -> field.setInt(owner, in.readVarInt(false));
                case 'J' -> field.setLong(owner, in.readVarLong(false));
                case 'F' -> field.setFloat(owner, in.readFloat());
                case 'D' -> field.setDouble(owner, in.readDouble());
                case FieldTypes.TAGGED -> {
                    return set(owner, kryo.readClassAndObject(in));
                }
                default -> {
                    return set(owner, FieldTypes.read(kryo, in, code));
                }
            }
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives the field of the owner a value that was read, converted if need be and if nothing is lost.
     *
     * @return why it cannot; null if it could
     */
    @Nullable
    Unreadable set(Object owner, @Nullable Object value) {
        if (value instanceof Unreadable unreadable) {
            return unreadable;
        }
        Object fitting = value;
        if (value == null ? type.isPrimitive() : !type.isInstance(value)) {
            fitting = Conversions.convert(value, type);
            if (fitting == null) {
                return Conversions.misfit(level + "." + name, type, value);
            }
        }
        try {
            field.set(owner, fitting);
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
