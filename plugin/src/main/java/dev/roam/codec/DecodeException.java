package dev.roam.codec;

import org.jspecify.annotations.Nullable;

/**
 * Bytes could not be decoded on this node. The message names the class that is missing, refused or changed, where there is one. The bytes
 * themselves may be good: another node, with the class, may be able to read them.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    DecodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
