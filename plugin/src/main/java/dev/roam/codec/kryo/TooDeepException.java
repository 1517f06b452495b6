package dev.roam.codec.kryo;

/** Thrown while writing or reading: there are more levels of objects than this thread's stack is trusted with. Has no trace. */
final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
        super("too many levels of objects", null, false, false);
    }
}
