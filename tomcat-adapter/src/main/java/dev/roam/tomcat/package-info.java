/**
 * The adapter for Tomcat 10.1 and 11: what turns Tomcat's session manager into a user of Roam. It sees the cluster through the
 * store port of the plugin alone; no type of Hazelcast belongs here.
 */
@NullMarked
package dev.roam.tomcat;

import org.jspecify.annotations.NullMarked;
