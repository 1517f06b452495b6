package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of an application's class before its first object: enough to read the objects where the class is another or missing. In bytes: the kind;
 * the name; for beans and records the declared {@code serialVersionUID}, if there is one, and each field with declaring class (empty: as the field
 * before), name and {@link FieldTypes} code. The objects then are the fields' values in that order, an enum constant is its name, an array its length and
 * elements.
 *
 * @param kind what its objects look like
 * @param name as {@link Class#getName} gives it
 * @param uid the {@code serialVersionUID} as declared; null if none was
 * @param fields of beans and records
 */
record Description(Kind kind, String name, @Nullable Long uid, List<Field> fields) {
    private static final int LEAST_BYTES_OF_A_FIELD = 3;

    /** With the codes in the stored bytes. */
    enum Kind {
        BEAN(0),
        RECORD(1),
        ENUM(2),
        ARRAY(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new KryoException("a kind of class that this version does not know: " + code);
        }

        boolean hasFields() {
            return this == BEAN || this == RECORD;
        }
    }

    /**
     * A field of a class that was written.
     *
     * @param level the class that declared it
     * @param code see {@link FieldTypes}
     */
    record Field(String level, String name, int code) {}

    static Description of(Kind kind, Class<?> type, @Nullable Long uid, List<Slot> slots) {
        List<Field> fields = slots.stream()
                .map(slot -> new Field(slot.level(), slot.name(), slot.code()))
                .toList();
        return new Description(kind, type.getName(), uid, fields);
    }

    byte[] toBytes() {
        Sink out = new Sink();
        out.writeByte(kind.code);
        out.writeText(name);
        if (kind.hasFields()) {
            out.writeBoolean(uid != null);
            if (uid != null) {
                out.writeVarLong(uid, false);
            }
            out.writeVarInt(fields.size(), true);
            String level = name;
            for (Field field : fields) {
                out.writeText(field.level.equals(level) ? "" : field.level);
                level = field.level;
                out.writeText(field.name);
                out.writeByte(field.code);
            }
        }
        return out.toBytes();
    }

    /** @throws KryoException if the bytes are no description */
    static Description read(byte[] bytes) {
        Source in = new Source();
        in.open(bytes, 0, Integer.MAX_VALUE);
        Kind kind = Kind.of(in.readByteUnsigned());
        String name = in.readText();
        Long uid = null;
        List<Field> fields = new ArrayList<>();
        if (kind.hasFields()) {
            uid = in.readBoolean() ? in.readVarLong(false) : null;
            readFields(in, name, fields);
        }
        if (in.remaining() != 0) {
            throw new KryoException("the description of class " + name + " is too long");
        }
        return new Description(kind, name, uid, List.copyOf(fields));
    }

    private static void readFields(Source in, String name, List<Field> fields) {
        int count = in.readCount(LEAST_BYTES_OF_A_FIELD);
        String level = name;
        for (int i = 0; i < count; i++) {
            String declaring = in.readText();
            level = declaring.isEmpty() ? level : declaring;
            Field field = new Field(level, in.readText(), in.readByteUnsigned());
            if (!FieldTypes.isCode(field.code)) {
                throw new KryoException(
                        "field " + field.level + "." + field.name + " is of a type that this version does not know");
            }
            fields.add(field);
        }
    }
}
