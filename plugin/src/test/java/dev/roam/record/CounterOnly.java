package dev.roam.record;

import org.jspecify.annotations.Nullable;

/** Test support: takes versions of equal counters for the same, as a protocol without lineages would. */
public final class CounterOnly {
    private CounterOnly() {}

    /** The record's own version with the counter of that one, whatever history that one is of; that one itself if there is none. */
    public static @Nullable Version placed(@Nullable SessionRecord record, @Nullable Version known) {
        if (record == null || known == null) {
            return known;
        }
        long back = record.version().counter() - known.counter();
        long[] recent = record.lineage().recent();
        return back >= 0 && back < recent.length ? new Version(known.counter(), recent[(int) back]) : known;
    }
}
