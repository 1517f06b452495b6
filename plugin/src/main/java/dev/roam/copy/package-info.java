/**
 * The working copy: one session as a node sees it. {@link dev.roam.copy.CopyState} holds the rules without I/O, lock or thread, so that the
 * simulation can drive it step by step; {@link dev.roam.copy.SessionCopy} adds the lock, the waiting, the codec and the store.
 */
@NullMarked
package dev.roam.copy;

import org.jspecify.annotations.NullMarked;
