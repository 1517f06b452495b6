/**
 * Real servers as processes, and the client that talks to them. A test says what happens to which node; ports, folders, waiting
 * for readiness and cleaning up are done here. Knows of Roam what a user's configuration knows, and no more.
 */
@NullMarked
package dev.roam.it.harness;

import org.jspecify.annotations.NullMarked;
