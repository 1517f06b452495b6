/**
 * Which sessions a user has: a small record per user, kept beside the sessions' records, with its own operations and wire format; and what a node does with
 * it. Every stored session with a user is in its user's record; what is there beyond that is found and taken out.
 */
@NullMarked
package dev.roam.user;

import org.jspecify.annotations.NullMarked;
