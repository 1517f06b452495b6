package dev.roam;

import org.jspecify.annotations.Nullable;

/**
 * What the core needs of a servlet container, for one application. Called on any thread, never with a lock of the core held.
 *
 * @param <S> the container's session class
 */
public interface Container<S> {
    /** Makes the container's session for a working copy. Fires no event; is called once for each copy. */
    S newSession(WorkingCopy<S> copy);

    /**
     * The web application's class loader, for decoding attributes; null while the application is stopped, and then alone: one that has no loader of its own has
     * the server's.
     */
    @Nullable
    ClassLoader loader();

    /**
     * Whether an attribute may leave this node at all (Tomcat's {@code sessionAttributeNameFilter} and {@code sessionAttributeValueClassNameFilter}).
     * An attribute that may not is kept on this node.
     */
    boolean distributes(String name, Object value);

    /**
     * Ends a session that this node has claimed: fires the session's events with the web application's class loader bound, then closes
     * {@code ending}.
     */
    void end(S session, Ending ending);

    /** The session was ended on another node: close what hangs on it here (WebSockets), fire no session event. */
    void gone(S session, Cause cause);

    /** A value of the application's scope was decoded on this node ({@code HttpSessionActivationListener.sessionDidActivate}). */
    void activated(S session, String name, Object value);

    /** A value of the application's scope is about to be encoded ({@code HttpSessionActivationListener.sessionWillPassivate}). */
    void passivating(S session, String name, Object value);
}
