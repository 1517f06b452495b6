package dev.roam.record;

/**
 * Names one changing operation for ever, so that one which arrives twice is applied once.
 *
 * @param number raised by its writer for every changing operation, whatever the session
 */
public record CommitId(Writer writer, long number) {
    /** What the record does by itself. Never counted as a repeat. */
    public static final CommitId NONE = new CommitId(Writer.NONE, 0);

    @Override
    public String toString() {
        return writer + "/" + number;
    }
}
