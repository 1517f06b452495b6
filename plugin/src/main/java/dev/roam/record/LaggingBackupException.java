package dev.roam.record;

/**
 * A backup is not at the version that a change builds on: it missed an earlier one. Thrown on the backup, so that the change is not acknowledged;
 * the sender repeats it, and a repeat carries the whole record.
 */
public class LaggingBackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LaggingBackupException(String message) {
        super(message);
    }
}
