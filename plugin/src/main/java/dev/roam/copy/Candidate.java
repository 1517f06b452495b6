package dev.roam.copy;

import dev.roam.codec.Fingerprint;
import dev.roam.record.AttributeKey;
import dev.roam.record.Version;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that may have to be stored: it was set or removed, or its object was handed out and may have been changed in place. Taken under the
 * copy's lock, encoded without it.
 */
final class Candidate {
    final AttributeKey key;

    /** Null: removed. */
    final @Nullable Live live;

    /** The slot's {@link Slot#dirty} tick; 0: handed out only. */
    final long tick;

    /** The version of the attribute that the node saw when the change began. */
    final Version base;

    /** Set by the encoder, by the one thread that leads. */
    byte @Nullable [] bytes;

    @Nullable
    Fingerprint fingerprint;

    Result result = Result.ENCODED;

    /** How encoding it went. */
    enum Result {
        ENCODED,
        /** It cannot be encoded, or may not leave this node. */
        LOCAL,
        /** Another thread kept changing it; a later commit tries again. */
        DISTURBED
    }

    Candidate(AttributeKey key, @Nullable Live live, long tick, Version base) {
        this.key = key;
        this.live = live;
        this.tick = tick;
        this.base = base;
    }

    boolean isSet() {
        return tick != 0;
    }
}
