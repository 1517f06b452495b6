/**
 * The seam between Roam and a servlet container: what an adapter calls ({@link dev.roam.Node}, {@link dev.roam.Sessions}, {@link
 * dev.roam.WorkingCopy}) and what it must provide ({@link dev.roam.Container}). No type here knows a container, the servlet API or Hazelcast.
 */
@NullMarked
package dev.roam;

import org.jspecify.annotations.NullMarked;
