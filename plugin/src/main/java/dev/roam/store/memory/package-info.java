/**
 * Records in the memory of one JVM: the {@link dev.roam.store.Store} of tests and simulations. Nothing here survives the JVM or leaves it, and nothing
 * outside tests uses it.
 */
@NullMarked
package dev.roam.store.memory;

import org.jspecify.annotations.NullMarked;
