package dev.roam.copy;

import dev.roam.record.AttributeValue;
import dev.roam.record.Version;
import org.jspecify.annotations.Nullable;

/** One attribute in a working copy. Guarded by the copy's lock. */
final class Slot {
    /** The version of the stored value that this node saw last. */
    Version version;

    /** The stored bytes while they have not been decoded; null: there is a live object, or the attribute is removed. */
    byte @Nullable [] bytes;

    /** The live object; null: not decoded yet, or removed. */
    @Nullable
    Live live;

    /** When it was set or removed here, in the copy's ticks; 0: stored as it is. */
    long dirty;

    /** Whether its change comes from a request that failed: it gives way to a newer version. */
    boolean yields;

    /** Whether the live object cannot be encoded, or may not leave this node. */
    boolean local;

    Slot(Version version) {
        this.version = version;
    }

    static Slot stored(AttributeValue value) {
        Slot slot = new Slot(value.version());
        slot.bytes = value.bytes();
        return slot;
    }

    boolean isPresent() {
        return bytes != null || live != null;
    }

    /** Takes over a stored value; what was live or changed here gives way. */
    void replace(AttributeValue value) {
        version = value.version();
        bytes = value.bytes();
        live = null;
        dirty = 0;
        yields = false;
        local = false;
    }
}
