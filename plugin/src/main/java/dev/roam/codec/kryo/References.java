package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.IntArray;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a value have been written or read already. What it adds to Kryo's: values whose identity nobody minds cost nothing; an object can turn out
 * to be unreadable; cycles through what cannot be made before its parts are found out. Not thread-safe, as the {@link Kryo} that it serves.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Kryo's interface has raw types
final class References extends MapReferenceResolver {
    /** More than any limit, and far from an overflow. */
    private static final long UNCOUNTABLE = 1L << 50;

    /** What is being written and will be read only when its parts are there. */
    private final List<Object> incomplete = new ArrayList<>();

    /** The numbers of objects that were referred to while reading. */
    private final IntArray referred = new IntArray();

    /** By number, how many objects the hash code of one looks at, itself and repetitions included; 1 while it is being read. */
    private final LongArray sizes = new LongArray();

    /** The objects that have been read, those that were referred to once more, but not what is inside of {@link #opaque} ones. */
    private long work;

    /** How many objects the hash codes take that are computed while reading. */
    private long hashed;

    private long mostHashed;

    static References of(Kryo kryo) {
        return (References) kryo.getReferenceResolver();
    }

    @Override
    public boolean useReferences(Class type) {
        return !JdkTypes.isPlainValue(type);
    }

    /**
     * Sets a limit to what the hash codes of keys may take in the next value. Collections that hold each other many times over are small in bytes, and take
     * for ever to be hashed.
     */
    void limitHashing(long objects) {
        mostHashed = objects;
    }

    /** How much has been read; for {@link #hashed} and {@link #finished}. */
    long work() {
        return work;
    }

    /** An object is read, or a reference to one. */
    void count(long objects) {
        work = Math.min(work + objects, UNCOUNTABLE);
    }

    /** How many objects have numbers. */
    int numbered() {
        return readObjects.size();
    }

    /** An object has been read whose contents are of no concern to its hash code. */
    void opaque(long workBefore) {
        work = workBefore + 1;
    }

    /** The object with a number has been read, all that is inside included. */
    void finished(int id, long workBefore) {
        sizes.set(id, work - workBefore);
    }

    /**
     * A key of a hash table has been read.
     *
     * @throws RefusedException if its hash code may take too long
     */
    void hashed(long workBefore) {
        hashed = Math.min(hashed + work - workBefore, UNCOUNTABLE);
        if (hashed > mostHashed) {
            throw new RefusedException(
                    "", "keys that hold each other many times over are refused: their hash codes would take too long");
        }
    }

    /** Something is being written that a reader can only make when it has the parts. */
    void begin(Object object) {
        incomplete.add(object);
    }

    /** The last thing that has {@linkplain #begin begun} is written. */
    void end() {
        incomplete.remove(incomplete.size() - 1);
    }

    @Override
    public int nextReadId(Class type) {
        int id = super.nextReadId(type);
        sizes.set(id, 1);
        return id;
    }

    @Override
    public int getWrittenId(Object object) {
        int id = super.getWrittenId(object);
        if (id >= 0 && !incomplete.isEmpty()) {
            for (Object open : incomplete) {
                if (open == object) {
                    throw new NeedsJavaException(object.getClass().getName() + ": holds itself");
                }
            }
        }
        return id;
    }

    @Override
    public @Nullable Object getReadObject(Class type, int id) {
        Object object = super.getReadObject(type, id);
        // A record that holds itself finds null there, as in Java serialisation.
        if (object == null && type != Object.class) {
            throw new KryoException("the bytes are damaged: " + type.getName() + " holds itself");
        }
        referred.add(id);
        count(sizes.get(id));
        return object;
    }

    /**
     * An object that is being read, and has a number already, turns out to be unreadable. If something inside has referred to it, all that was read
     * inside is unreadable, too.
     */
    Unreadable spoil(Object object, Unreadable unreadable) {
        int id = readObjects.size() - 1;
        while (id >= 0 && readObjects.get(id) != object) {
            id--;
        }
        if (id < 0) {
            return unreadable;
        }
        int last = referred.contains(id) ? readObjects.size() - 1 : id;
        for (int i = id; i <= last; i++) {
            readObjects.set(i, unreadable);
        }
        return unreadable;
    }

    /** Later references to an object that is being read find another one. */
    void replace(Object object, Object replacement) {
        for (int i = readObjects.size() - 1; i >= 0; i--) {
            if (readObjects.get(i) == object) {
                readObjects.set(i, replacement);
                return;
            }
        }
    }

    @Override
    public void reset() {
        if (writtenObjects.size > 0 || !readObjects.isEmpty()) {
            super.reset();
        }
        incomplete.clear();
        referred.clear();
        work = 0;
        hashed = 0;
    }

    /** Numbers by number. */
    private static final class LongArray {
        private static final int KEPT = 2048;

        private long[] values = new long[64];

        long get(int index) {
            return values[index];
        }

        void set(int index, long value) {
            if (index >= values.length) {
                values = Arrays.copyOf(values, Math.max(index + 1, 2 * values.length));
            } else if (index == 0 && values.length > KEPT) {
                values = new long[KEPT];
            }
            values[index] = value;
        }
    }
}
