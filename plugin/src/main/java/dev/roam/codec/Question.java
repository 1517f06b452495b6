package dev.roam.codec;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a filter is asked about a class by itself, or a depth by itself: everything else is the least that it can be, so that no other limit decides.
 *
 * @param serialClass null: about the depth alone
 */
record Question(@Nullable Class<?> serialClass, long depth) implements ObjectInputFilter.FilterInfo {
    @Override
    public long arrayLength() {
        return -1;
    }

    @Override
    public long references() {
        return 1;
    }

    @Override
    public long streamBytes() {
        return 1;
    }
}
