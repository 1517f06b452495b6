/**
 * Tests against the drop-in archives in real containers, each a process of its own. They use what a user would use: the archive,
 * the container's configuration and HTTP; no class of Roam belongs on their class path.
 */
@NullMarked
package dev.roam.it;

import org.jspecify.annotations.NullMarked;
