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

    /** A fresh, random id as the container makes them, without a route suffix, for a session that is made outside any request. */
    String drawId();

    /** The timeout of new sessions in seconds; zero or less: never. */
    int maxInactive();

    /** An id as the core knows it, of one that the container may have told a client: without a route suffix. */
    String withoutRoute(String id);

    /** A session has been made outside any request: fires what the container fires for a new one, with the web application's class loader bound. */
    void created(S session);

    /**
     * Sets an attribute of the application's on behalf of it: binding and attribute listeners are told, with the web application's class loader bound. Stores
     * nothing: whoever calls has opened the session and commits it.
     *
     * @param value null removes it
     */
    void setAttribute(S session, String name, @Nullable Object value);

    /** The request for which this thread works; null: for none that is known. */
    OutsideUse.@Nullable Request request();

    /** A value of the application's scope was decoded on this node ({@code HttpSessionActivationListener.sessionDidActivate}). */
    void activated(S session, String name, Object value);

    /** A value of the application's scope is about to be encoded ({@code HttpSessionActivationListener.sessionWillPassivate}). */
    void passivating(S session, String name, Object value);
}
