package dev.roam;

/**
 * The store could not be reached, or did not answer within {@code storeTimeout}. It says nothing about whether a session exists: an adapter
 * answers such a request with status 503 and leaves the user's cookie as it is. What was changed is kept and stored later if it can be.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was tried, on which session, and what to look at */
    public StoreException(String message) {
        super(message);
    }

    /**
     * @param message what was tried, on which session, and what to look at
     * @param cause what the store reported
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
