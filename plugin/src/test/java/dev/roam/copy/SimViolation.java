package dev.roam.copy;

/** A schedule broke a promise. The message begins with the promise's number in the design. */
final class SimViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    SimViolation(String message) {
        super(message);
    }
}
