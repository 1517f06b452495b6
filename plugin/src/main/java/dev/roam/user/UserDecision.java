package dev.roam.user;

import org.jspecify.annotations.Nullable;

/**
 * What the owner decided about an operation.
 *
 * @param answer for the node that sent it
 * @param stores whether {@code next} takes the record's place, on the owner and its backups, before the answer counts
 * @param next the next record; null: none
 */
public record UserDecision(UserAnswer answer, boolean stores, @Nullable UserRecord next) {}
