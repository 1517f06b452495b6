package dev.roam;

/** Another request kept the session locked for longer than {@code lockTimeout}; answered with 503, as a store that cannot be reached. */
public class LockTimeoutException extends StoreException {
    private static final long serialVersionUID = 1L;

    /** @param message which session, who holds it, for how long it was waited */
    public LockTimeoutException(String message) {
        super(message);
    }
}
