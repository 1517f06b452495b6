package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.ClassResolver;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.IdentityMap;
import dev.roam.codec.SerialFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the classes of one value after another, as a number: 0 is null; {@value #DESCRIBED} is a class of which the {@link Description}
 * follows; up to {@link JdkTypes#LAST} a class of the table; after that the described classes of this value in the order of their descriptions.
 *
 * <p>As it is asked about every object, it also holds the limits: levels and number of objects. Not thread-safe, as the {@link Kryo} that it serves.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Kryo's interface has raw types
final class Classes implements ClassResolver {
    /** A description follows. */
    static final int DESCRIBED = 1;

    private static final int FIRST = JdkTypes.LAST + 1;

    private final SerialFilter filter;
    private final Plans plans;
    private final IdentityMap<Class<?>, Written> written = new IdentityMap<>();
    private final List<Registration> read = new ArrayList<>();
    private final @Nullable Registration[] table = new Registration[FIRST];

    private @Nullable Kryo kryo;
    private @Nullable Written last;
    private int mostLevels;
    private long value = 1;
    private int described;
    private long objects;

    Classes(SerialFilter filter, Plans plans) {
        this.filter = filter;
        this.plans = plans;
    }

    /** How many levels of objects the next value may have before {@link TooDeepException}. */
    void limitLevels(int levels) {
        mostLevels = levels;
    }

    @Override
    public void setKryo(Kryo kryo) {
        this.kryo = kryo;
    }

    private void count() {
        Kryo its = kryo;
        if (its != null && its.getDepth() > mostLevels) {
            throw new TooDeepException();
        }
        if (++objects > filter.limits().references()) {
            throw new RefusedException(
                    "", "more than " + filter.limits().references() + " objects are refused by serialFilter (maxrefs)");
        }
    }

    @Override
    public @Nullable Registration writeClass(Output output, @Nullable Class type) {
        if (type == null) {
            output.writeByte(0);
            return null;
        }
        count();
        Written known = last;
        if (known == null || known.type != type) {
            known = written.get(type);
            if (known == null) {
                known = decide(type);
                written.put(type, known);
            }
            last = known;
        }
        if (known.description == null) {
            output.writeByte(known.registration.getId());
        } else if (known.value == value) {
            output.writeVarInt(known.index, true);
        } else {
            output.writeByte(DESCRIBED);
            output.writeVarInt(known.description.length, true);
            output.writeBytes(known.description);
            known.value = value;
            known.index = FIRST + described++;
        }
        return known.registration;
    }

    /** Decides how objects of a class are written, which then holds for the life of this object. */
    private Written decide(Class<?> type) {
        int code = JdkTypes.codeOf(type);
        if (code >= 0) {
            return new Written(type, fromTable(code), null);
        }
        Shape shape = Shape.of(type);
        Description.Kind kind = shape.kind();
        if (kind == null || !shape.reason().isEmpty()) {
            throw new NeedsJavaException(type.getName() + ": " + shape.reason());
        }
        requireAllowed(shape.type());
        if (shape.type() != type) { // a constant with a body of its own: described as its enum is
            Written itsEnum = written.get(shape.type());
            if (itsEnum == null) {
                itsEnum = decide(shape.type());
                written.put(shape.type(), itsEnum);
            }
            return itsEnum;
        }
        for (Slot slot : shape.slots()) {
            if (JdkTypes.isFinal(slot.code()) && JdkTypes.isFiltered(slot.code())) {
                requireAllowed(slot.type());
            }
        }
        Registration registration = new Registration(Object.class, writer(kind, shape), 0);
        return new Written(type, registration, shape.description(kind).toBytes());
    }

    private static Serializer<Object> writer(Description.Kind kind, Shape shape) {
        return switch (kind) {
            case BEAN, RECORD -> new Writers.OfFields(shape.slots().toArray(Slot[]::new));
            case ENUM -> new Writers.OfEnum();
            case ARRAY -> new Writers.OfArray();
        };
    }

    private void requireAllowed(Class<?> type) {
        if (filter.refuses(type)) {
            throw Plans.refused(type.getName());
        }
    }

    private Registration fromTable(int code) {
        Registration known = table[code];
        if (known == null) {
            if (JdkTypes.isFiltered(code)) {
                requireAllowed(JdkTypes.type(code));
            }
            known = new Registration(JdkTypes.type(code), JdkTypes.serializer(code), code);
            table[code] = known;
        }
        return known;
    }

    @Override
    public @Nullable Registration readClass(Input input) {
        int code = input.readVarInt(true);
        if (code == 0) {
            return null;
        }
        count();
        Kryo its = kryo;
        if (its != null) {
            References.of(its).count(1);
        }
        if (code == DESCRIBED) {
            return readDescription((Source) input);
        }
        int index = code - FIRST;
        if (code < 0 || index >= read.size() || (index < 0 && !JdkTypes.isCode(code))) {
            throw new KryoException("the bytes are damaged, or a newer Roam wrote them: there is no class with number "
                    + Integer.toUnsignedLong(code));
        }
        return index < 0 ? fromTable(code) : read.get(index);
    }

    private Registration readDescription(Source in) {
        int length = in.readCount(1);
        int from = in.position();
        in.setPosition(from + length);
        Registration registration = new Registration(Object.class, plans.get(in.getBuffer(), from, from + length), 0);
        read.add(registration);
        return registration;
    }

    @Override
    public void reset() {
        value++;
        described = 0;
        objects = 0;
        read.clear();
    }

    /** How objects of a class are written, and under which number in the present value. */
    private static final class Written {
        final Class<?> type;
        final Registration registration;
        final byte @Nullable [] description;
        long value;
        int index;

        Written(Class<?> type, Registration registration, byte @Nullable [] description) {
            this.type = type;
            this.registration = registration;
            this.description = description;
        }
    }

    // What Kryo offers to others and does not use itself with a resolver that decides alone.

    @Override
    public Registration register(Registration registration) {
        return registration; // Kryo registers the primitive types in its constructor
    }

    @Override
    public @Nullable Registration unregister(int classId) {
        return null;
    }

    @Override
    public Registration registerImplicit(Class type) {
        throw new IllegalStateException("nothing is registered implicitly: " + type);
    }

    @Override
    public @Nullable Registration getRegistration(Class type) {
        return null;
    }

    @Override
    public @Nullable Registration getRegistration(int classId) {
        return null;
    }
}
