package dev.roam.codec.kryo;

import org.jspecify.annotations.Nullable;

/** Bytes in the compact format could not be decoded on this node. The message is for the user. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
