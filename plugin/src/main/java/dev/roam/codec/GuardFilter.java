package dev.roam.codec;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one reading. Adds to the given filter a bound that needs no configuration, and remembers what was refused: the stream's own
 * exception names no class.
 *
 * <p>The bound: each element of an array takes at least a byte of the stream, each entry of a map two, and the collections of the JDK ask for at
 * most eight slots an entry. So an array that is much longer than the stream is a lie, told to exhaust the memory. Some megabytes are given for what is
 * announced and needs no room ({@code Collections.nCopies}).
 *
 * <p>And it ends the reading where that would be too deep for the thread's stack. What it has refused once it refuses from then on, so that the outcome
 * is the same if a {@code readObject} on the way catches the exception.
 */
final class GuardFilter implements ObjectInputFilter {
    private static final int SLOTS_PER_BYTE = 8;
    private static final int SMALLEST_TABLE = 64;

    /** How many slots all arrays of a stream may have that are more than its bytes account for. */
    private static final long MOST_UNACCOUNTED = 1 << 20;

    private final ObjectInputFilter filter;
    private final long longest;
    private final int levels;
    private @Nullable String refusal;
    private boolean tooDeep;
    private long unaccounted;

    /** @param levels how many of them the thread's stack has room for */
    GuardFilter(ObjectInputFilter filter, int streamBytes, int levels) {
        this.filter = filter;
        this.levels = levels;
        this.longest = (long) SLOTS_PER_BYTE * streamBytes + SMALLEST_TABLE;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (tooDeep || refusal != null) {
            return Status.REJECTED;
        }
        if (info.arrayLength() > longest) {
            unaccounted += info.arrayLength() - longest;
        }
        if (unaccounted > MOST_UNACCOUNTED) {
            refusal = "an array of " + info.arrayLength()
                    + " elements is announced, more than the bytes can hold: they are damaged";
            return Status.REJECTED;
        }
        Status status = filter.checkInput(info);
        if (status == Status.REJECTED) {
            refusal = describe(info);
        } else if (info.depth() > levels) {
            tooDeep = true;
            return Status.REJECTED;
        }
        return status;
    }

    /** Whether classes of that name are refused, whatever they are: asked before one is loaded. */
    boolean refuses(String className) {
        if (filter instanceof SerialFilter names && names.refuses(className)) {
            refusal = className + " is refused by serialFilter";
            return true;
        }
        return false;
    }

    /** Whether the reading was ended for the want of stack. */
    boolean tooDeep() {
        return tooDeep;
    }

    /** What was refused and why; null if nothing was. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private static String describe(FilterInfo info) {
        Class<?> type = info.serialClass();
        String what = type == null ? "the value" : type.getName();
        return what + " is refused by serialFilter (depth " + info.depth() + ", references " + info.references()
                + ", bytes " + info.streamBytes() + (info.arrayLength() < 0 ? "" : ", array of " + info.arrayLength())
                + ")";
    }
}
