package dev.roam.record;

/** Bytes that are not what they should be, or that a newer Roam wrote. The message says which. */
public class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was found and what was expected */
    public WireException(String message) {
        super(message);
    }
}
