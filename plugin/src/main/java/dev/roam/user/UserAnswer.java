package dev.roam.user;

import java.util.Map;

/**
 * What an operation on a user's record answers.
 *
 * @param accepted whether it was done; only an entering is ever refused
 * @param logins by session key, as they are after the operation
 */
public record UserAnswer(boolean accepted, Map<String, Login> logins) {
    /** Copies, so that it stays as it is. */
    public UserAnswer {
        logins = Map.copyOf(logins);
    }
}
