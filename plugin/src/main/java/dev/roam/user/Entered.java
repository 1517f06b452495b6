package dev.roam.user;

import dev.roam.record.CommitId;

/**
 * An entering that a node knows of.
 *
 * @param user the user's name
 * @param id names the entering
 * @param nanos when it was sent, by the monotonic clock
 * @param crowded whether logins of that user are leaving, whose sessions are to be ended
 */
public record Entered(String user, CommitId id, long nanos, boolean crowded) {}
