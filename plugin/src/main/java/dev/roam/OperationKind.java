package dev.roam;

/** The operations on records, as docs/design.md names them; what {@link Statistics} counts by. */
public enum OperationKind {
    /** A new session is stored. */
    CREATE,
    /** An opening asks for what this node does not know. */
    FETCH,
    /** A use is reported that the store has not heard of. */
    TOUCH,
    /** Changes are stored. */
    COMMIT,
    /** A session gets another id. */
    RENAME,
    /** This node asks for the right to end a session, or prolongs it. */
    CLAIM,
    /** An ended session's record becomes its remainder. */
    DROP,
    /** A remainder is removed. */
    FORGET,
    /** Somebody looks at a session without using it. */
    LOOK,
    /** A user's sessions are asked for, or one is entered or taken out. */
    USER,
    /** A request asks for its turn, and opens its session with it. */
    LOCK,
    /** A turn is kept for longer. */
    RENEW,
    /** A turn is given back. */
    UNLOCK
}
