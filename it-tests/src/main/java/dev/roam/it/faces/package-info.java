/**
 * A shop on CDI (Weld) and Jakarta Faces (Mojarra), written as one is for a single server: beans of the session, of a view and of a conversation,
 * and the state of each view, are in the session. It knows nothing of Roam, and runs unchanged on a stock server.
 */
@NullMarked
package dev.roam.it.faces;

import org.jspecify.annotations.NullMarked;
