package dev.roam;

/** What becomes of a login when its user has as many sessions as allowed. */
public enum UserLimitPolicy {
    /** The login is refused. */
    REFUSE,
    /** The session whose login is the oldest ends. */
    END_OLDEST
}
