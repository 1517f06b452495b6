/**
 * One application's sessions on a node: the table that gives each session one working copy, the keeper that reports uses and stores what had to
 * wait, the reaper that ends what is due. What a working copy is, is in {@code dev.roam.copy}; where records lie, in {@code dev.roam.store}.
 */
@NullMarked
package dev.roam.session;

import org.jspecify.annotations.NullMarked;
