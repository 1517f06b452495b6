/** The one node of this JVM: joins the cluster once for all applications, and leaves it after the last use. */
@NullMarked
package dev.roam.node;

import org.jspecify.annotations.NullMarked;
