/**
 * Counting what an application's sessions do on a node: cheap enough for every operation, read by whoever asks. It decides nothing, and neither the
 * store nor the record knows of it.
 */
@NullMarked
package dev.roam.statistics;

import org.jspecify.annotations.NullMarked;
