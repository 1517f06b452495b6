/**
 * The port behind which the records lie: {@link dev.roam.store.Store}. Two implementations, the cluster's in {@code dev.roam.store.hazelcast} and one in
 * memory in {@code dev.roam.store.memory}, pass the same tests.
 */
@NullMarked
package dev.roam.store;

import org.jspecify.annotations.NullMarked;
