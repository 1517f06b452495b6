package dev.roam.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be encoded. The message names the class at fault and, where it is known, the path of fields that leads to it: {@code
 * items[3].owner : com.acme.Owner is not Serializable}.
 */
public final class EncodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;
    private final boolean retryable;

    EncodeException(String path, String reason, boolean retryable, @Nullable Throwable cause) {
        super(path.isEmpty() ? reason : path + " : " + reason, cause);
        this.path = path;
        this.reason = reason;
        this.retryable = retryable;
    }

    /**
     * Whether encoding the same value again may succeed: true if it was disturbed, as by another thread that was changing the value, false if
     * its classes do not allow it. True is a guess: whoever repeats must stop after a few times.
     */
    public boolean retryable() {
        return retryable;
    }

    /** The message with the path begun at the attribute: {@code cart.items[3].owner : com.acme.Owner is not Serializable}. */
    public String messageFor(String attribute) {
        String step = path.isEmpty() || path.startsWith("[") ? path : "." + path;
        return attribute + step + " : " + reason;
    }
}
