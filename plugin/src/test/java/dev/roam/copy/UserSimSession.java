package dev.roam.copy;

import dev.roam.Cause;
import org.jspecify.annotations.Nullable;

/**
 * One session of a schedule, as its record is stored: that each operation on it counts once, and none is lost that was acknowledged, is what {@link
 * ProtocolSimulationTest} shows.
 */
final class UserSimSession {
    final String key;
    boolean stored;
    boolean ofUser;
    int version;
    /** Why it is being ended; null: it is in use. */
    @Nullable
    Cause cause;

    /** The node that holds the claim. */
    @Nullable
    UserSimNode claimer;

    long claimedUntil;
    boolean dropped;
    boolean eventsFired;

    UserSimSession(String key) {
        this.key = key;
    }

    boolean isAlive() {
        return stored && cause == null;
    }

    boolean isUsers() {
        return isAlive() && ofUser;
    }

    @Override
    public String toString() {
        return key + (cause != null ? " ended " + cause : ofUser ? " of user" : stored ? " of nobody" : " not stored");
    }
}
