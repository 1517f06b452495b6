/**
 * The store in a Hazelcast cluster: one map for each application, one entry processor for every operation. What Hazelcast sends and keeps is wrapped
 * here, so that {@code dev.roam.record} stays free of it; how a member is configured and started is not here but in {@code dev.roam.cluster}.
 */
@NullMarked
package dev.roam.store.hazelcast;

import org.jspecify.annotations.NullMarked;
