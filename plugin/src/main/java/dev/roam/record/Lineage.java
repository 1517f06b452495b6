package dev.roam.record;

import java.util.Arrays;

/**
 * The latest versions of a record, so that it can place a version that a node knows: what came after it is then a small delta. A version that is not
 * here gets the whole record. Immutable.
 */
public final class Lineage {
    /** How many changes a node may lag behind and still get a delta. */
    static final int LENGTH = 32;

    static final Lineage EMPTY = new Lineage(0, new long[] {0});

    private final long counter;
    /** Newest first; never empty. */
    private final long[] recent;

    private Lineage(long counter, long[] recent) {
        this.counter = counter;
        this.recent = recent;
    }

    /** From the wire; takes over the array, newest first. */
    static Lineage of(long counter, long[] recent) {
        if (recent.length == 0 || recent.length > LENGTH) {
            throw new WireException("a lineage of " + recent.length + " versions; 1 to " + LENGTH + " are possible");
        }
        return new Lineage(counter, recent);
    }

    long[] recent() {
        return recent.clone();
    }

    /** The newest version. */
    public Version version() {
        return new Version(counter, recent[0]);
    }

    /** Whether that version is one of the latest of this history. */
    boolean contains(Version known) {
        long back = counter - known.counter();
        return back >= 0 && back < recent.length && recent[(int) back] == known.lineage();
    }

    /** With one change more. */
    Lineage next(CommitId by, long effect) {
        Version next = version().next(by, effect);
        int kept = Math.min(recent.length, LENGTH - 1);
        long[] longer = new long[kept + 1];
        longer[0] = next.lineage();
        System.arraycopy(recent, 0, longer, 1, kept);
        return new Lineage(next.counter(), longer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lineage that && counter == that.counter && Arrays.equals(recent, that.recent);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(recent[0]);
    }

    @Override
    public String toString() {
        return version().toString();
    }
}
