package dev.roam;

import org.jspecify.annotations.Nullable;

/**
 * How much an application's sessions may be. Null: as much as they like. Immutable.
 *
 * @param sessionBytes of one session, all its encoded values together
 * @param attributeBytes of one attribute, encoded
 * @param clusterSessions sessions in the whole cluster
 * @param userSessions sessions of one user in the whole cluster
 * @param userLimitPolicy what becomes of a login that is one too many
 */
public record Limits(
        @Nullable Integer sessionBytes,
        @Nullable Integer attributeBytes,
        @Nullable Integer clusterSessions,
        @Nullable Integer userSessions,
        UserLimitPolicy userLimitPolicy) {
    /** None at all. */
    public static final Limits NONE = new Limits(null, null, null, null, UserLimitPolicy.END_OLDEST);
}
