package dev.roam.codec;

import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The guard of one writing: stops it before it has used up the thread's stack, and at what could not be read back. Whatever the classes on the
 * way make of the error that it throws, {@link #verdict} says how the writing ended.
 *
 * <p>An {@link ObjectOutputStream} recurses and does not tell how deep it is, so the guard looks at the stack: its frames, and the levels among
 * them, counted as the reader will count them for the filter. Each event (an object, the description of a class) is at most one level below
 * the event before. So it need not look again before as many events as there are levels left, and only a value that is deep is looked at
 * often.
 *
 * <p>The guard is not told of references to what is in the stream already; the reader counts them as a level. So at the last level that the
 * filter allows it takes only objects that certainly hold none: it may refuse one level too early, never one too late.
 */
final class WriteGuard {
    /** The deepest that is written, whatever the filter allows: for so much a {@linkplain LargeStack large stack} has room. */
    static final int MOST_LEVELS = 10_000;

    /** The deepest that is read. More, for a reader counts references and superclasses as levels, too. */
    static final int MOST_READ_LEVELS = MOST_LEVELS + 100;

    /**
     * Of the writing, on the calling thread. A level takes 2 (an array) to 6 frames (a list), and 4 more that the walk does not see if its class has
     * hooks.
     */
    private static final int FRAMES = 800;

    /** The same on a large stack: two and a half times what {@link #MOST_LEVELS} nested lists take. */
    private static final int FRAMES_ON_LARGE_STACK = 150_000;

    /** More than those of any usual level, so that the look comes before the limit does. */
    private static final int FRAMES_A_LEVEL = 12;

    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String STREAM = ObjectOutputStream.class.getName();
    private static final String BASE = JavaCodec.class.getName();

    private final ClassVerdicts classes;
    /** How deep the filter allows to read. */
    private final int readable;

    private final int levels;
    private final int frames;
    private int untilLook;
    private @Nullable Verdict verdict;
    private @Nullable Class<?> refused;

    private WriteGuard(ClassVerdicts classes, int readable, int frames) {
        this.classes = classes;
        this.readable = readable;
        this.levels = Math.min(readable, MOST_LEVELS);
        this.frames = frames;
        this.untilLook = eventsUntilLook(new Depth(0, 0));
    }

    /** @param readable what {@link #readable} said of the filter */
    static WriteGuard onCallingThread(ClassVerdicts classes, int readable) {
        return new WriteGuard(classes, readable, FRAMES);
    }

    /** @param readable what {@link #readable} said of the filter */
    static WriteGuard onLargeStack(ClassVerdicts classes, int readable) {
        return new WriteGuard(classes, readable, FRAMES_ON_LARGE_STACK);
    }

    /** How many levels a reader with this filter reads, {@link #MOST_READ_LEVELS} at most. */
    static int readable(ObjectInputFilter filter) {
        int allowed = 0;
        int refused = MOST_READ_LEVELS + 1;
        while (refused - allowed > 1) {
            int middle = (allowed + refused) / 2;
            if (filter.checkInput(new Question(null, middle)) == ObjectInputFilter.Status.REJECTED) {
                refused = middle;
            } else {
                allowed = middle;
            }
        }
        return allowed;
    }

    /** How the writing ended; null if the guard had nothing against it. */
    @Nullable
    Verdict verdict() {
        return verdict;
    }

    /** The class of the verdict {@link Verdict#CLASS_REFUSED}. */
    @Nullable
    Class<?> refused() {
        return refused;
    }

    /** An object that is not in the stream yet is about to be written. */
    void object(Object value) {
        stopAgain();
        if (--untilLook <= 0) {
            Depth depth = look();
            // The reader does not count a string.
            boolean beyond = depth.levels > levels && !(value instanceof String);
            if (beyond || (depth.levels == readable && InnerReferences.maybeIn(value))) {
                stop(Verdict.TOO_MANY_LEVELS);
            }
        }
    }

    /** A class is about to be described, once for all of its objects, and before its superclasses are. */
    void described(Class<?> type) {
        stopAgain();
        if (--untilLook <= 0) {
            // The superclass is a level below, even if it is only a reference.
            int below = isSerializable(type.getSuperclass()) ? 1 : 0;
            if (look().levels + below > readable) {
                stop(Verdict.TOO_MANY_LEVELS);
            }
        }
    }

    /** The filter is asked about a class, or an interface of a proxy. */
    void check(Class<?> type) {
        if (classes.refuse(type) && !isWritingFailure()) {
            refused = type;
            stop(Verdict.CLASS_REFUSED);
        }
    }

    private Depth look() {
        Depth depth = WALKER.walk(WriteGuard::measure);
        if (depth.frames > frames) {
            stop(Verdict.TOO_MANY_FRAMES);
        }
        untilLook = eventsUntilLook(depth);
        return depth;
    }

    private int eventsUntilLook(Depth depth) {
        return Math.max(1, Math.min(levels - depth.levels, (frames - depth.frames) / FRAMES_A_LEVEL));
    }

    /** Counts down to where the codec called the stream. */
    private static Depth measure(Stream<StackFrame> stack) {
        int frames = 0;
        int objects = 0;
        int descriptions = 0;
        for (Iterator<StackFrame> i = stack.iterator(); i.hasNext(); frames++) {
            StackFrame frame = i.next();
            String type = frame.getClassName();
            if (type.equals(BASE)) {
                break;
            }
            if (type.equals(STREAM)) {
                switch (frame.getMethodName()) {
                    case "writeObject0" -> objects++;
                    case "writeNonProxyDesc", "writeProxyDesc" -> descriptions++;
                    default -> {}
                }
            }
        }
        return new Depth(frames, objects + Math.max(0, descriptions - 1));
    }

    private void stop(Verdict reason) {
        verdict = reason;
        throw new Stopped();
    }

    /** If a class on the way has caught the error and goes on. */
    private void stopAgain() {
        if (verdict != null) {
            throw new Stopped();
        }
    }

    /** A stream into which writing failed writes the exception, too; that is then no class of the value. */
    private static boolean isWritingFailure() {
        return WALKER.walk(
                stack -> stack.takeWhile(frame -> !frame.getClassName().equals(BASE))
                        .anyMatch(frame -> frame.getClassName().equals(STREAM)
                                && frame.getMethodName().equals("writeFatalException")));
    }

    private static boolean isSerializable(@Nullable Class<?> type) {
        return type != null && Serializable.class.isAssignableFrom(type);
    }

    /** Why a writing was stopped. */
    enum Verdict {
        /** The stack is used up as far as the guard allows: a larger one may do. */
        TOO_MANY_FRAMES,
        /** Nested more deeply than it may be read back. */
        TOO_MANY_LEVELS,
        /** {@link #refused} is refused by the filter. */
        CLASS_REFUSED
    }

    /** An error, for classes on the way seldom catch these, and without a stack trace, which would be long. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("writing was stopped", null, false, false);
        }
    }

    private record Depth(int frames, int levels) {}
}
