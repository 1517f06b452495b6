package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.roam.codec.LargeStack;
import dev.roam.codec.SerialFilter;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The compact format for one web application. Thread-safe. Holds the application's classes, also in its pool of {@link Kryo} instances: whoever holds it
 * lets go of it when the application stops.
 *
 * <p>Everything recurses, and an overflow of the stack may leave classes of the JDK broken for good. So it does not come to one: after some levels the
 * value is begun anew on a thread with a large stack.
 */
public final class KryoFormat {
    /** What any thread's stack has room for, beside the container's frames. */
    private static final int LEVELS_HERE = 100;

    /** What {@link LargeStack#BYTES} have room for, at some 2 KB for a level. */
    private static final int LEVELS_ON_LARGE_STACK = 30_000;

    private static final int MOST_BYTES_BEFORE_TEXT = 16;

    /** Some tenths of a second. */
    private static final long LEAST_HASHED = 8_000_000;

    private static final int HASHED_PER_BYTE = 16;

    private final SerialFilter filter;
    private final Plans plans;
    private final BlockingQueue<Instance> pool =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    /**
     * @param loader where classes are looked up, with {@code initialize} false
     * @param filter which classes may be written and read, and how much
     */
    public KryoFormat(ClassLoader loader, SerialFilter filter) {
        QuietKryo.load();
        this.filter = filter;
        this.plans = new Plans(loader, filter);
    }

    /**
     * Encodes a value.
     *
     * @param first the byte to begin with
     * @return null if Java serialisation must carry the value, or has to say why it cannot be carried
     * @throws ConcurrentModificationException if somebody changes the value meanwhile
     */
    public byte @Nullable [] encode(byte first, Object value) {
        try {
            return value instanceof String text
                    ? encodeText(first, text)
                    : atAnyDepth(levels -> write(levels, first, value));
        } catch (NeedsJavaException | RefusedException | TooDeepException e) {
            return null;
        } catch (ConcurrentModificationException e) {
            throw e;
        } catch (RuntimeException | TimeoutException e) {
            return null;
        }
    }

    /** The same as any other value, without looking for a Kryo. */
    private static byte[] encodeText(byte first, String text) {
        Sink out = new Sink(text.length() + MOST_BYTES_BEFORE_TEXT);
        out.writeByte(first);
        out.writeByte(JdkTypes.codeOf(String.class));
        out.writeByte(Kryo.NOT_NULL);
        out.writeText(text);
        return out.toBytes();
    }

    /**
     * Decodes a value.
     *
     * @param bytes begin with a byte that is of no concern here
     * @return not null
     * @throws UnreadableException if they cannot be decoded on this node
     */
    public Object decode(byte[] bytes) throws UnreadableException {
        if (bytes.length > filter.limits().bytes()) {
            throw new UnreadableException(bytes.length + " bytes are refused by serialFilter (maxbytes)", null);
        }
        try {
            Object value = atAnyDepth(levels -> read(levels, bytes));
            if (value instanceof Unreadable unreadable) {
                throw new UnreadableException(unreadable.reason(), unreadable.cause());
            }
            return value;
        } catch (RefusedException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()), e);
        } catch (TooDeepException e) {
            throw new UnreadableException(
                    "more than " + filter.limits().depth()
                            + " levels of objects are refused by serialFilter (maxdepth)",
                    e);
        } catch (StackOverflowError e) {
            e.setStackTrace(new StackTraceElement[0]); // a thousand equal lines
            throw new UnreadableException(
                    "a hashCode, equals or compareTo of what is stored does not come to an end", e);
        } catch (TimeoutException e) {
            throw new UnreadableException("decoding waits for a lock that this thread holds", e);
        }
    }

    private <T> T atAnyDepth(Attempt<T> attempt) throws TimeoutException {
        int most = Math.min(filter.limits().depth(), LEVELS_ON_LARGE_STACK);
        if (most <= LEVELS_HERE) {
            return attempt.with(most);
        }
        try {
            return attempt.with(LEVELS_HERE);
        } catch (TooDeepException e) {
            return LargeStack.call(RuntimeException.class, () -> attempt.with(most));
        }
    }

    private interface Attempt<T> {
        /** @throws TooDeepException if there are more levels */
        T with(int levels);
    }

    private byte[] write(int levels, byte first, Object value) {
        Instance instance = take();
        try {
            byte[] bytes = instance.write(levels, first, value);
            pool.offer(instance);
            return bytes;
        } catch (NeedsJavaException | RefusedException | TooDeepException e) {
            pool.offer(instance); // these come often, and from where a Kryo is in order
            throw e;
        }
    }

    private Object read(int levels, byte[] bytes) {
        Instance instance = take();
        Object value = instance.read(levels, bytes);
        pool.offer(instance);
        return value;
    }

    /** How many instances wait for the next value. */
    int pooled() {
        return pool.size();
    }

    /** An instance that this thread has alone. It goes back only if all went well: an exception may leave a Kryo in disorder. */
    private Instance take() {
        Instance pooled = pool.poll();
        return pooled == null ? new Instance(filter, plans) : pooled;
    }

    /** A Kryo and what belongs to it. Not thread-safe. */
    private static final class Instance {
        private final Sink out = new Sink();
        private final Source in = new Source();
        private final int mostElements;
        private final Classes classes;
        private final References references;
        private final Kryo kryo;

        Instance(SerialFilter filter, Plans plans) {
            mostElements = filter.limits().array();
            classes = new Classes(filter, plans);
            references = new References();
            kryo = new MeasuringKryo(classes, references);
            kryo.setOptimizedGenerics(false);
        }

        byte[] write(int levels, byte first, Object value) {
            classes.limitLevels(levels);
            out.rewind();
            out.writeByte(first);
            kryo.writeClassAndObject(out, value);
            return out.toBytes();
        }

        Object read(int levels, byte[] bytes) {
            classes.limitLevels(levels);
            references.limitHashing(LEAST_HASHED + (long) bytes.length * HASHED_PER_BYTE);
            in.open(bytes, 1, mostElements);
            Object value = kryo.readClassAndObject(in);
            if (in.remaining() > 0) {
                throw new KryoException("the bytes are damaged: " + in.remaining() + " are left over");
            }
            in.release();
            return value == null ? new Unreadable("the bytes hold null, which is no attribute value", null) : value;
        }
    }

    /** Notes of each object that is read how much its hash code has to look at. */
    private static final class MeasuringKryo extends Kryo {
        private final References its;

        MeasuringKryo(Classes classes, References references) {
            super(classes, references);
            its = references;
        }

        @Override
        public Object readClassAndObject(Input input) {
            int numbered = its.numbered();
            long before = its.work();
            Object object = super.readClassAndObject(input);
            if (!isHashedWithContents(object)) {
                its.opaque(before);
            }
            if (its.numbered() > numbered) {
                its.finished(numbered, before);
            }
            return object;
        }

        /** Of a class of the application it is not known; mostly it is the class's id. */
        private static boolean isHashedWithContents(@Nullable Object object) {
            return object instanceof Collection<?> || object instanceof Map<?, ?> || object instanceof Record;
        }
    }
}
