package dev.roam;

/** Why a session ended. */
public enum Cause {
    /** Not used for longer than its timeout. */
    TIMEOUT,
    /** The application, or an operator, invalidated it. */
    INVALIDATED,
    /** Its user had more sessions than allowed. */
    USER_LIMIT,
    /** Another session took its place under the same key. */
    REPLACED
}
