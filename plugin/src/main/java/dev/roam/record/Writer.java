package dev.roam.record;

import java.util.Random;

/** One manager instance, random for each start of an application on a node; half of a {@link CommitId}. */
public record Writer(long high, long low) {
    /** Nobody: what the record does by itself, such as timing out when it is looked at. */
    public static final Writer NONE = new Writer(0, 0);

    /** A new one; 128 random bits. */
    public static Writer random(Random random) {
        return new Writer(random.nextLong(), random.nextLong());
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
