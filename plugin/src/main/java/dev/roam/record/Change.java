package dev.roam.record;

import org.jspecify.annotations.Nullable;

/** What a node did to one attribute. Immutable by contract: nobody changes the array. */
public final class Change {
    private final byte @Nullable [] bytes;
    private final Version base;

    /**
     * @param bytes the new value as the codec made it; null: removed
     * @param base the version of the attribute that the node saw when it changed it; {@link Version#NONE} if there was none
     */
    public Change(byte @Nullable [] bytes, Version base) {
        this.bytes = bytes;
        this.base = base;
    }

    /** The new value; null: removed. */
    public byte @Nullable [] bytes() {
        return bytes;
    }

    /** The version of the attribute that was changed. */
    public Version base() {
        return base;
    }
}
