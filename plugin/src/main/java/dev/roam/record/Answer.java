package dev.roam.record;

/** What an operation answers to the node that sent it. */
public sealed interface Answer {
    /**
     * It was done, and the session is there.
     *
     * @param incarnation which session it is
     * @param own the version that the operation's own change made; for operations that change no attribute the current one
     * @param previousAccess the opening before this one, in milliseconds since the epoch (owner's cluster time)
     * @param update what the node did not know; without the operation's own change, unless whole
     * @param lapsed of a claim: whether another claim had held the session until it lapsed
     */
    record Held(CommitId incarnation, Version own, long previousAccess, Update update, boolean lapsed)
            implements Answer {
        /** The same of a claim that another one had to lapse for. */
        Held afterLapse() {
            return new Held(incarnation, own, previousAccess, update, true);
        }
    }

    /** It was not done. */
    record Refused(Reason reason) implements Answer {}

    /** Why an operation was not done. */
    enum Reason {
        /** No such session, or none any more. */
        ABSENT,
        /** It is being ended. */
        ENDING,
        /** It has been idle for longer than its timeout. */
        DUE,
        /** It has another id now. */
        RENAMED,
        /** Another session is under this key now. */
        REPLACED,
        /** A create found the key in use. */
        TAKEN,
        /** A claim found the session in use. */
        NOT_DUE,
        /** A later operation of the same writer came first; nobody waits for this one. */
        SUPERSEDED
    }
}
