package dev.roam.codec.kryo;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a value that was read and cannot be had here: its class is missing, or has changed too much. Whatever holds it becomes unreadable, too; but
 * where it belongs to a field that is gone, nobody minds.
 *
 * @param reason for the user; names the class
 * @param cause what was thrown, if anything
 */
record Unreadable(String reason, @Nullable Throwable cause) {
    /** The first of two, either of which may be missing. */
    static @Nullable Unreadable first(@Nullable Unreadable present, @Nullable Object value) {
        return present == null && value instanceof Unreadable found ? found : present;
    }
}
