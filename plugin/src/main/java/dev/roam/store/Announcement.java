package dev.roam.store;

import dev.roam.Cause;
import dev.roam.record.CommitId;

/**
 * One node tells the others that a session has ended, so that they close what hangs on it. Best effort: opening stays the truth.
 *
 * @param key the record's key
 * @param incarnation which session under that key
 * @param cause why
 */
public record Announcement(String key, CommitId incarnation, Cause cause) {}
