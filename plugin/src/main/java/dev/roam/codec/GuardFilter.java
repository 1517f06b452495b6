package dev.roam.codec;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one reading. Adds to the given filter a bound that needs no configuration, and remembers what was refused: the stream's own
 * exception names no class.
 *
 * <p>The bound: each element of an array takes at least a byte of the stream, each entry of a map two, and the collections of the JDK ask for at
 * most eight slots an entry. So an array that is much longer than the stream is a lie, told to exhaust the memory.
 */
final class GuardFilter implements ObjectInputFilter {
    private static final int SLOTS_PER_BYTE = 8;
    private static final int SMALLEST_TABLE = 64;

    private final ObjectInputFilter filter;
    private final long longest;
    private @Nullable String refusal;

    GuardFilter(ObjectInputFilter filter, int streamBytes) {
        this.filter = filter;
        this.longest = (long) SLOTS_PER_BYTE * streamBytes + SMALLEST_TABLE;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.arrayLength() > longest) {
            refusal = "an array of " + info.arrayLength()
                    + " elements is announced, more than the bytes can hold: they are damaged";
            return Status.REJECTED;
        }
        Status status = filter.checkInput(info);
        if (status == Status.REJECTED) {
            refusal = describe(info);
        }
        return status;
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
