package dev.roam.codec.kryo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotActiveException;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code readObject} gets that reads an object whose fields were written by themselves: the fields, and the end of the data wherever it looks for
 * more.
 */
final class StoredFields extends ObjectInputStream {
    private final Class<?> type;
    private final Map<String, @Nullable Object> values;
    private final Supplier<@Nullable Unreadable> setFields;
    private final List<Validation> validations;

    private StoredFields(
            Class<?> type,
            Map<String, @Nullable Object> values,
            Supplier<@Nullable Unreadable> setFields,
            List<Validation> validations)
            throws IOException {
        this.type = type;
        this.values = values;
        this.setFields = setFields;
        this.validations = validations;
    }

    /**
     * For one object and one class of its hierarchy.
     *
     * @param values by the name of the field
     * @param setFields sets the object's fields; answers what went wrong
     * @param validations where to put what the class wants to be called when all is read
     */
    static StoredFields of(
            Class<?> type,
            Map<String, @Nullable Object> values,
            Supplier<@Nullable Unreadable> setFields,
            List<Validation> validations) {
        try {
            return new StoredFields(type, values, setFields, validations);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // by its signature: there is no stream behind it
        }
    }

    /** Who wants to be called when all is read, the highest priority first. */
    record Validation(ObjectInputValidation whom, int priority) {}

    static void validate(List<Validation> validations) throws InvalidObjectException {
        List<Validation> ordered = validations.stream()
                .sorted(Comparator.comparingInt(Validation::priority).reversed())
                .toList();
        for (Validation validation : ordered) {
            validation.whom.validateObject();
        }
    }

    @Override
    public void defaultReadObject() throws IOException {
        Unreadable trouble = setFields.get();
        if (trouble != null) {
            throw new InvalidObjectException(trouble.reason());
        }
    }

    @Override
    public void registerValidation(@Nullable ObjectInputValidation whom, int priority)
            throws NotActiveException, InvalidObjectException {
        if (whom == null) {
            throw new InvalidObjectException("null callback");
        }
        validations.add(new Validation(whom, priority));
    }

    @Override
    public GetField readFields() {
        return new Fields();
    }

    private final class Fields extends GetField {
        @Override
        public ObjectStreamClass getObjectStreamClass() {
            return ObjectStreamClass.lookupAny(type);
        }

        @Override
        public boolean defaulted(String name) {
            return !values.containsKey(name);
        }

        private <T> T value(String name, T otherwise, Class<T> primitive) throws IOException {
            if (defaulted(name)) {
                return otherwise;
            }
            Object value = values.get(name);
            Object converted = otherwise.getClass().isInstance(value) ? value : Conversions.convert(value, primitive);
            if (converted == null) {
                throw new InvalidObjectException(Conversions.misfit(type.getName() + "." + name, primitive, value)
                        .reason());
            }
            @SuppressWarnings("unchecked") // of the class of otherwise, as looked at or converted
            T result = (T) converted;
            return result;
        }

        @Override
        public boolean get(String name, boolean otherwise) throws IOException {
            return value(name, otherwise, boolean.class);
        }

        @Override
        public byte get(String name, byte otherwise) throws IOException {
            return value(name, otherwise, byte.class);
        }

        @Override
        public char get(String name, char otherwise) throws IOException {
            return value(name, otherwise, char.class);
        }

        @Override
        public short get(String name, short otherwise) throws IOException {
            return value(name, otherwise, short.class);
        }

        @Override
        public int get(String name, int otherwise) throws IOException {
            return value(name, otherwise, int.class);
        }

        @Override
        public long get(String name, long otherwise) throws IOException {
            return value(name, otherwise, long.class);
        }

        @Override
        public float get(String name, float otherwise) throws IOException {
            return value(name, otherwise, float.class);
        }

        @Override
        public double get(String name, double otherwise) throws IOException {
            return value(name, otherwise, double.class);
        }

        @Override
        public @Nullable Object get(String name, @Nullable Object otherwise) throws IOException {
            if (defaulted(name)) {
                return otherwise;
            }
            Object value = values.get(name);
            if (value instanceof Unreadable unreadable) {
                throw new InvalidObjectException(unreadable.reason());
            }
            return value;
        }
    }

    // Nothing was written beside the fields.

    @Override
    protected Object readObjectOverride() throws IOException {
        throw new EOFException();
    }

    @Override
    public Object readUnshared() throws IOException {
        throw new EOFException();
    }

    @Override
    public int read() {
        return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        return -1;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() {}

    @Override
    public boolean readBoolean() throws IOException {
        throw new EOFException();
    }

    @Override
    public byte readByte() throws IOException {
        throw new EOFException();
    }

    @Override
    public int readUnsignedByte() throws IOException {
        throw new EOFException();
    }

    @Override
    public char readChar() throws IOException {
        throw new EOFException();
    }

    @Override
    public short readShort() throws IOException {
        throw new EOFException();
    }

    @Override
    public int readUnsignedShort() throws IOException {
        throw new EOFException();
    }

    @Override
    public int readInt() throws IOException {
        throw new EOFException();
    }

    @Override
    public long readLong() throws IOException {
        throw new EOFException();
    }

    @Override
    public float readFloat() throws IOException {
        throw new EOFException();
    }

    @Override
    public double readDouble() throws IOException {
        throw new EOFException();
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
        readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            throw new EOFException();
        }
    }

    @Override
    public int skipBytes(int length) {
        return 0;
    }

    @Override
    public String readUTF() throws IOException {
        throw new EOFException();
    }
}
