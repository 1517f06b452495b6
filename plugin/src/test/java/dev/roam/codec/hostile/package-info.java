/** Bytes that are meant to do harm, and what notices the harm. */
@NullMarked
package dev.roam.codec.hostile;

import org.jspecify.annotations.NullMarked;
