/**
 * The adapter for Jetty 12: what turns Jetty's session store and cache into users of Roam. It sees the cluster through the
 * store port of the plugin alone; no type of Hazelcast belongs here.
 */
@NullMarked
package dev.roam.jetty;

import org.jspecify.annotations.NullMarked;
