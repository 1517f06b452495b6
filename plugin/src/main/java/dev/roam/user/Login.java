package dev.roam.user;

import dev.roam.record.CommitId;

/**
 * That a session belongs to a user, or is about to.
 *
 * @param id names the entering; whoever takes it out names it too
 * @param at when it was entered, in milliseconds since the epoch (owner's cluster time)
 * @param leaving whether its session is to be ended because its user has too many; it counts no more
 */
public record Login(CommitId id, long at, boolean leaving) {
    Login asLeaving() {
        return new Login(id, at, true);
    }
}
