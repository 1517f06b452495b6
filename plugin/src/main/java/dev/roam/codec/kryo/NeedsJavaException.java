package dev.roam.codec.kryo;

/** Thrown while writing: the value holds something that only Java serialisation carries with certainty. Has no trace, as it is no failure. */
final class NeedsJavaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsJavaException(String reason) {
        super(reason, null, false, false);
    }
}
