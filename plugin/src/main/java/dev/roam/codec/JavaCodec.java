package dev.roam.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Java serialisation, with classes from a given loader and a filter before any of them is initialised.
 *
 * <p>What the filter refuses to read is refused when it is written, too: it is better to hear of it on the node that sets the attribute than on
 * the one that takes over the session.
 *
 * <p>Java serialisation recurses, and reading needs more stack than writing: a chain that a thread could just write overflows the same thread when
 * it reads. Whatever was written must be readable, so an overflow in reading is tried again on a thread with a stack large enough for the
 * filter's default depth. Writing has no second try: {@code writeObject} of {@code Vector} and its like takes locks that the calling
 * thread may already hold.
 */
public final class JavaCodec implements Codec {
    private static final long DEEP_STACK_BYTES = 64L << 20;

    private final ClassLoader loader;
    private final ObjectInputFilter filter;

    /**
     * @param loader where classes are looked up, with {@code initialize} false: the web application's
     * @param filter which classes may be read, and how much; see {@link SerialFilter}
     */
    public JavaCodec(ClassLoader loader, ObjectInputFilter filter) {
        this.loader = loader;
        this.filter = filter;
    }

    @Override
    @SuppressWarnings("ThrowSpecificity") // see the last catch
    public byte[] encode(Object value) throws EncodeException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(Format.JAVA.code());
        try (JavaOutput out = new JavaOutput(bytes, filter)) {
            out.writeObject(value);
            out.flush();
            return bytes.toByteArray();
        } catch (NotSerializableException e) {
            throw notSerializable(value, e);
        } catch (JavaOutput.RefusedException e) {
            throw refused(value, e);
        } catch (IOException e) {
            throw permanent(value, e);
        } catch (RuntimeException e) {
            String reason = typeOf(value) + " was changed while it was encoded, or cannot be encoded: " + e;
            throw new EncodeException(reason, true, e);
        } catch (StackOverflowError e) {
            String reason = typeOf(value)
                    + " is nested too deeply for this thread's stack: keep such chains in a collection, or raise -Xss";
            throw new EncodeException(reason, false, withoutTrace(e));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // LinkageError; whatever else writeObject may throw: it is foreign code
            throw permanent(value, e);
        }
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
            return read(bytes);
        } catch (StackOverflowError e) {
            return readDeep(bytes);
        }
    }

    private Object read(byte[] bytes) throws DecodeException {
        GuardFilter guard = new GuardFilter(filter, bytes.length);
        try (JavaInput in = new JavaInput(bytes, 1, loader, guard)) {
            Object value = in.readObject();
            if (value == null) {
                throw new DecodeException("the bytes hold null, which is no attribute value", null);
            }
            return value;
        } catch (DecodeException | VirtualMachineError e) {
            throw e;
        } catch (ClassNotFoundException e) {
            throw new DecodeException("class " + e.getMessage() + " is missing in the web application on this node", e);
        } catch (Throwable e) { // IOException, LinkageError; whatever else readObject may throw: it is foreign code
            String refusal = guard.refusal();
            if (refusal != null && e instanceof InvalidClassException) {
                throw new DecodeException(refusal, e);
            }
            throw new DecodeException("cannot be decoded: " + e, e);
        }
    }

    private Object readDeep(byte[] bytes) throws DecodeException {
        AtomicReference<@Nullable Object> outcome = new AtomicReference<>();
        Runnable read = () -> {
            try {
                outcome.set(read(bytes));
            } catch (StackOverflowError e) {
                outcome.set(new DecodeException("nested too deeply to be decoded", withoutTrace(e)));
            } catch (DecodeException | VirtualMachineError e) {
                outcome.set(e);
            }
        };
        Thread thread = new Thread(null, read, "roam-deep-decode", DEEP_STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        joinUninterruptibly(thread);
        Object result = outcome.get();
        if (result instanceof DecodeException e) {
            throw e;
        }
        if (result instanceof VirtualMachineError e) {
            throw e;
        }
        if (result == null) {
            throw new DecodeException("the decoding thread ended without a result", null);
        }
        return result;
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static EncodeException notSerializable(Object value, NotSerializableException e) {
        String culprit = String.valueOf(e.getMessage());
        return new EncodeException(() -> pathTo(value, culprit), culprit + " is not Serializable", false, e);
    }

    private static EncodeException refused(Object value, JavaOutput.RefusedException e) {
        String reason = e.classname + " is refused by serialFilter";
        return new EncodeException(() -> pathTo(value, e.classname), reason, false, e);
    }

    /** The path, or at least where it begins. */
    private static String pathTo(Object value, String culprit) {
        String path = FieldPath.find(value, culprit);
        return path == null ? "(somewhere in " + typeOf(value) + ")" : path;
    }

    private static EncodeException permanent(Object value, Throwable e) {
        return new EncodeException(typeOf(value) + " cannot be encoded: " + e, false, e);
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
