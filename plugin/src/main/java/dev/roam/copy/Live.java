package dev.roam.copy;

import dev.roam.codec.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One live object of an attribute, with what this JVM's own encoding of it looked like when it was decoded or last stored. The baseline is not the
 * stored bytes: an encoding that differs from JVM to JVM (a set in the order of identity hashes) would make a mere read look like a change.
 * Guarded by the copy's lock.
 */
final class Live {
    final Object value;

    /** Null: never stored, or of an immutable type, which has none. */
    @Nullable
    Fingerprint baseline;

    Live(Object value, @Nullable Fingerprint baseline) {
        this.value = value;
        this.baseline = baseline;
    }
}
