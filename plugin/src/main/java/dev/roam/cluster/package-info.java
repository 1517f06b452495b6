/**
 * This JVM as a member of a Hazelcast cluster, or as its client: configuration, start, health, stop. Opens stores of {@code dev.roam.store.hazelcast}; what
 * is stored, and how, is not known here.
 */
@NullMarked
package dev.roam.cluster;

import org.jspecify.annotations.NullMarked;
