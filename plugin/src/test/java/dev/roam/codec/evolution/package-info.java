/**
 * Classes in two versions, as an old and a new node have them while an application is deployed node by node, and what each reads of what the other
 * wrote. Nothing here knows a codec.
 */
@NullMarked
package dev.roam.codec.evolution;

import org.jspecify.annotations.NullMarked;
