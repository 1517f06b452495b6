/**
 * The demo: the sample shop on several servers with Roam dropped in, behind one address, and a console to kill nodes and start them again.
 * It knows Roam as a user does, as a zip and a line of configuration, and nothing in here gets into the shop's WAR.
 */
@NullMarked
package dev.roam.demo;

import org.jspecify.annotations.NullMarked;
