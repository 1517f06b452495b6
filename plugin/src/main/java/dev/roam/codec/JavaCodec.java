package dev.roam.codec;

import dev.roam.codec.WriteGuard.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Java serialisation, with classes from a given loader and a filter before any of them is initialised.
 *
 * <p>What the filter refuses to read is refused when it is written, too: it is better to hear of it on the node that sets the attribute than on
 * the one that takes over the session.
 *
 * <p>Java serialisation recurses. An overflow of the stack is not only a failure: inside the initialisation of a class it breaks that class for
 * the rest of the JVM. So writing and reading measure how deep they are, and what is deeper than any thread has room for is begun
 * anew on a {@link LargeStack}, where the same measures stop it in time. A {@code writeObject} that recurses by itself can overflow all the same;
 * that is caught as the last resort.
 */
public final class JavaCodec implements Codec {
    /** How deep the calling thread reads: each level takes up to 3 KB of its stack. */
    private static final int LEVELS_ON_CALLING_THREAD = 80;

    private final ClassLoader loader;
    private final ObjectInputFilter filter;
    private final ClassVerdicts classes;
    private final int readable;
    private final Duration patience;

    /**
     * @param loader where classes are looked up, with {@code initialize} false: the web application's
     * @param filter which classes may be read, and how much; see {@link SerialFilter}
     */
    public JavaCodec(ClassLoader loader, ObjectInputFilter filter) {
        this(loader, filter, LargeStack.PATIENCE);
    }

    /** @param patience see {@link LargeStack#call(Class, LargeStack.Task, Duration)} */
    JavaCodec(ClassLoader loader, ObjectInputFilter filter, Duration patience) {
        this.loader = loader;
        this.filter = filter;
        this.classes = new ClassVerdicts(filter);
        this.readable = WriteGuard.readable(filter);
        this.patience = patience;
    }

    @Override
    public byte[] encode(Object value) throws EncodeException {
        try {
            byte[] bytes = write(value, WriteGuard.onCallingThread(classes, readable));
            return bytes != null ? bytes : encodeDeep(value);
        } catch (StackOverflowError e) {
            return encodeDeep(value);
        }
    }

    private byte[] encodeDeep(Object value) throws EncodeException {
        try {
            byte[] bytes = LargeStack.call(
                    EncodeException.class,
                    () -> {
                        byte[] written = write(value, WriteGuard.onLargeStack(classes, readable));
                        return written != null ? written : new byte[0];
                    },
                    patience);
            if (bytes.length == 0) {
                throw tooDeep(value, null);
            }
            return bytes;
        } catch (StackOverflowError e) {
            throw tooDeep(value, withoutTrace(e));
        } catch (TimeoutException e) {
            String reason = typeOf(value)
                    + " is so deep that it is encoded on a thread of its own, and that was found waiting after "
                    + patience.toMillis()
                    + " ms: writeObject of a class in it needs a lock (as Vector and the synchronized"
                    + " collections do) that the calling thread holds";
            throw new EncodeException(reason, true, e);
        }
    }

    /** The bytes; null if that takes more stack than the guard allows. */
    @SuppressWarnings("ThrowSpecificity") // see the last catch
    private byte @Nullable [] write(Object value, WriteGuard guard) throws EncodeException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(Format.JAVA.code());
        Throwable failure = null;
        try (JavaOutput out = new JavaOutput(bytes, guard)) {
            out.writeObject(value);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) { // IOException, LinkageError; whatever else writeObject may throw: it is foreign code
            failure = e;
        }
        Verdict verdict = guard.verdict();
        if (verdict == Verdict.TOO_MANY_FRAMES) {
            return null;
        }
        if (verdict == Verdict.TOO_MANY_LEVELS) {
            throw tooDeep(value, null);
        }
        if (verdict == Verdict.CLASS_REFUSED) {
            throw refused(value, Objects.requireNonNull(guard.refused()).getName());
        }
        if (failure != null) {
            throw failed(value, failure);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) throws DecodeException {
        Format format = bytes.length == 0 ? null : Format.of(bytes[0]);
        if (bytes.length == 0) {
            throw new DecodeException("no bytes: not even the format byte is there", null);
        }
        if (format != Format.JAVA) {
            String found = format == null ? "unknown format " + (bytes[0] & 0xff) : "format " + format;
            throw new DecodeException(found + ": a newer Roam wrote this value; update this node", null);
        }
        try {
            Object value = read(bytes, LEVELS_ON_CALLING_THREAD);
            return value != null ? value : decodeDeep(bytes);
        } catch (StackOverflowError e) {
            return decodeDeep(bytes);
        }
    }

    private Object decodeDeep(byte[] bytes) throws DecodeException {
        try {
            return LargeStack.call(
                    DecodeException.class,
                    () -> {
                        Object value = read(bytes, WriteGuard.MOST_READ_LEVELS);
                        if (value == null) {
                            throw new DecodeException(
                                    "nested more than " + WriteGuard.MOST_READ_LEVELS + " levels deep", null);
                        }
                        return value;
                    },
                    patience);
        } catch (StackOverflowError e) {
            throw new DecodeException("nested too deeply to be decoded", withoutTrace(e));
        } catch (TimeoutException e) {
            String reason = "so deep that it is decoded on a thread of its own, and that was found waiting after "
                    + patience.toMillis()
                    + " ms: readObject of a class in it needs a lock that the calling thread holds";
            throw new DecodeException(reason, e);
        }
    }

    /** The value; null if it has more levels than are allowed here. */
    private @Nullable Object read(byte[] bytes, int most) throws DecodeException {
        GuardFilter guard = new GuardFilter(filter, bytes.length, most);
        Object value = null;
        Throwable failure = null;
        try (JavaInput in = new JavaInput(bytes, 1, loader, guard)) {
            value = in.readObject();
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) { // IOException, LinkageError; InternalError, if bytes are damaged; whatever readObject
            // throws
            failure = e;
        }
        if (guard.tooDeep()) {
            return null;
        }
        String refusal = guard.refusal();
        if (refusal != null) {
            throw new DecodeException(refusal, failure);
        }
        if (failure instanceof ClassNotFoundException) {
            throw new DecodeException(
                    "class " + failure.getMessage() + " is missing in the web application on this node", failure);
        }
        if (failure != null) {
            throw new DecodeException("cannot be decoded: " + failure, failure);
        }
        if (value == null) {
            throw new DecodeException("the bytes hold null, which is no attribute value", null);
        }
        return value;
    }

    private static EncodeException failed(Object value, Throwable e) {
        if (e instanceof NotSerializableException) {
            String culprit = String.valueOf(e.getMessage());
            return new EncodeException(() -> pathTo(value, culprit), culprit + " is not Serializable", false, e);
        }
        if (e instanceof RuntimeException) {
            String reason = typeOf(value) + " was changed while it was encoded, or cannot be encoded: " + e;
            return new EncodeException(reason, true, e);
        }
        return new EncodeException(typeOf(value) + " cannot be encoded: " + e, false, e);
    }

    private static EncodeException refused(Object value, String culprit) {
        return new EncodeException(() -> pathTo(value, culprit), culprit + " is refused by serialFilter", false, null);
    }

    private EncodeException tooDeep(Object value, @Nullable Throwable e) {
        String reason = typeOf(value) + " is nested too deeply to be read back, more than "
                + Math.min(readable, WriteGuard.MOST_LEVELS)
                + " levels: keep such chains in a collection";
        return new EncodeException(reason, false, e);
    }

    /** The path, or at least where it begins. */
    private static String pathTo(Object value, String culprit) {
        String path = FieldPath.find(value, culprit);
        return path == null ? "(somewhere in " + typeOf(value) + ")" : path;
    }

    private static String typeOf(Object value) {
        return value.getClass().getName();
    }

    /** An overflow's trace is a thousand equal lines. */
    private static StackOverflowError withoutTrace(StackOverflowError e) {
        e.setStackTrace(new StackTraceElement[0]);
        return e;
    }
}
