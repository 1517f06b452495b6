package dev.roam.codec;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value could not be encoded. The message names the class at fault and, where it is known, the path of fields that leads to it: {@code
 * items[3].owner : com.acme.Owner is not Serializable}.
 */
public final class EncodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean retryable;

    /** Finds the path, which takes a walk through the whole value: only for a message that somebody reads. */
    private final transient Supplier<String> search;

    private @Nullable String path;

    EncodeException(String reason, boolean retryable, @Nullable Throwable cause) {
        this(() -> "", reason, retryable, cause);
    }

    /** @param search finds the path of fields that leads to the class at fault; empty: not found */
    EncodeException(Supplier<String> search, String reason, boolean retryable, @Nullable Throwable cause) {
        super(reason, cause);
        this.search = search;
        this.reason = reason;
        this.retryable = retryable;
    }

    private String path() {
        String found = path;
        if (found == null) {
            found = search.get();
            path = found;
        }
        return found;
    }

    @Override
    public String getMessage() {
        return path().isEmpty() ? reason : path() + " : " + reason;
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
        String way = path();
        String step = way.isEmpty() || way.startsWith("[") ? way : way.startsWith("(") ? " " + way : "." + way;
        return attribute + step + " : " + reason;
    }
}
