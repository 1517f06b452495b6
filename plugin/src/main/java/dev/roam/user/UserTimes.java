package dev.roam.user;

import java.util.concurrent.TimeUnit;

/**
 * How long what is about users may be as it is.
 *
 * @param youngMillis for how long a login counts whose session is not stored yet, in milliseconds; half of that after it was entered, a commit enters it again
 * @param checkMillis how often the logins of a user are compared with the sessions' records, and those with the logins, in milliseconds
 */
public record UserTimes(long youngMillis, long checkMillis) {
    /** Those of every node, but in tests. */
    public static final UserTimes USUAL = new UserTimes(TimeUnit.MINUTES.toMillis(1), TimeUnit.MINUTES.toMillis(10));
}
