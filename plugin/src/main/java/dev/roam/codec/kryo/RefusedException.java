package dev.roam.codec.kryo;

/** Thrown while writing or reading: the filter refuses a class, or as much as there is. The message is for the user. Has no trace. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String classname;

    /** @param classname the refused class; empty if it is the amount */
    RefusedException(String classname, String message) {
        super(message, null, false, false);
        this.classname = classname;
    }

    String classname() {
        return classname;
    }
}
