package dev.roam.store;

import dev.roam.Cause;
import dev.roam.record.CommitId;

/** What one node tells the others. Best effort: what the store answers stays the truth. */
public sealed interface Announcement {
    /** The record's key. */
    String key();

    /**
     * A session has ended, so that they close what hangs on it.
     *
     * @param incarnation which session under that key
     * @param cause why
     */
    record Ended(String key, CommitId incarnation, Cause cause) implements Announcement {}

    /**
     * It is another request's turn, so that it need not find out by asking.
     *
     * @param ticket whose
     */
    record Turn(String key, CommitId ticket) implements Announcement {}
}
