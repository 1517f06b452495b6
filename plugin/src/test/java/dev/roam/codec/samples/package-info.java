/**
 * Values of every kind that Java serialisation can carry, and how to tell whether two of them are the same. The tests of the codecs go through them,
 * and docs/serialization.md shows which way each goes. Nothing here knows a codec.
 */
@NullMarked
package dev.roam.codec.samples;

import org.jspecify.annotations.NullMarked;
