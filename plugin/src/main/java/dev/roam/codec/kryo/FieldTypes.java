package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a field is written, by the field's declared type: one byte in the {@link Description} of its class. For a primitive type it is the letter
 * that the virtual machine has for it, for a final class of {@link JdkTypes} that class's number, as a value needs no class then; for all others the value
 * has its class with it.
 */
final class FieldTypes {
    /** The value has its class with it. */
    static final int TAGGED = 0;

    private FieldTypes() {}

    static int codeOf(Class<?> declared) {
        return declared.isPrimitive() ? declared.descriptorString().charAt(0) : JdkTypes.codeOfFinal(declared);
    }

    static boolean isCode(int code) {
        return code == TAGGED || "ZBCSIJFD".indexOf(code) >= 0 || JdkTypes.isFinal(code);
    }

    /** Reads a value that was written from a field; primitive ones come in their wrappers. */
    static @Nullable Object read(Kryo kryo, Source in, int code) {
        return switch (code) {
            case 'Z' -> in.readBoolean();
            case 'B' -> in.readByte();
            case 'C' -> (char) in.readVarInt(true);
            case 'S' -> (short) in.readVarInt(false);
            case 'I' -> in.readVarInt(false);
            case 'J' -> in.readVarLong(false);
            case 'F' -> in.readFloat();
            case 'D' -> in.readDouble();
            case TAGGED -> kryo.readClassAndObject(in);
            default -> kryo.readObjectOrNull(in, JdkTypes.type(code), JdkTypes.serializer(code));
        };
    }
}
