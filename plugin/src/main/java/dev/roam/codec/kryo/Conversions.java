package dev.roam.codec.kryo;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value whose field has another type here: numbers become other numbers where nothing is lost by it, boxed or not. Nothing else is
 * converted.
 */
final class Conversions {
    private Conversions() {}

    /**
     * A value as that of another type; null if it cannot be.
     *
     * @param value null for a field that here is primitive
     */
    static @Nullable Object convert(@Nullable Object value, Class<?> type) {
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean) {
            return type == boolean.class ? value : null;
        }
        if (value instanceof Character) {
            return type == char.class ? value : null;
        }
        if (value instanceof Number number && isBoxed(number)) {
            return number(number, type);
        }
        return null;
    }

    private static boolean isBoxed(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof Double
                || number instanceof Float;
    }

    private static @Nullable Object number(Number number, Class<?> type) {
        if (type == double.class || type == Double.class) {
            return number instanceof Long ? exactDouble(number.longValue()) : (Object) number.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return exactFloat(number);
        }
        if (number instanceof Double || number instanceof Float) {
            return null;
        }
        long value = number.longValue();
        if (type == long.class || type == Long.class) {
            return value;
        }
        if (type == int.class || type == Integer.class) {
            return value == (int) value ? (Object) (int) value : null;
        }
        if (type == short.class || type == Short.class) {
            return value == (short) value ? (Object) (short) value : null;
        }
        if (type == byte.class || type == Byte.class) {
            return value == (byte) value ? (Object) (byte) value : null;
        }
        return null;
    }

    private static @Nullable Object exactDouble(long value) {
        double result = (double) value;
        return new BigDecimal(result).compareTo(BigDecimal.valueOf(value)) == 0 ? (Object) result : null;
    }

    private static @Nullable Object exactFloat(Number number) {
        float result = number.floatValue();
        if (number instanceof Float) {
            return result;
        }
        if (number instanceof Double) {
            return Double.compare(result, number.doubleValue()) == 0 ? (Object) result : null;
        }
        return new BigDecimal(result).compareTo(BigDecimal.valueOf(number.longValue())) == 0 ? (Object) result : null;
    }

    /** @param place the field or component, with its class */
    static Unreadable misfit(String place, Class<?> type, @Nullable Object value) {
        String found = value == null ? "null" : value.getClass().getName();
        return new Unreadable(
                place + " is of type " + type.getTypeName() + " on this node, and the stored value is " + found, null);
    }
}
