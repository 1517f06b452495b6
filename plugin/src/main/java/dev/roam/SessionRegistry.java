package dev.roam;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application in the whole cluster, by their users, for administrators and for code outside requests. A web application has it as the
 * attribute of its {@code ServletContext} that is named as this interface, from the start of its session manager to the stop of that.
 *
 * <p>Ids may have a route suffix. Looking at sessions is no use of them. Thread-safe.
 *
 * <p>Each method throws {@link StoreException} if the store cannot tell, and an {@code IllegalStateException} once the application has stopped on this node.
 */
public interface SessionRegistry {
    /**
     * The sessions in which a user is logged in, in no order. Each costs a store operation, one after the other. Empty where logins stay on their node
     * ({@code persistAuthentication="false"} on a Tomcat).
     *
     * @param user the name, as {@code HttpServletRequest.getRemoteUser} answers it
     */
    List<SessionSummary> sessionsOf(String user);

    /** The session of an id, whoever's it is; null if there is none, or none yet: one is there when its first request has stored it. */
    @Nullable
    SessionSummary session(String id);

    /**
     * Ends a session, wherever it is used. Its events are fired on this node.
     *
     * @return false if there is none, or somebody else ends it
     */
    boolean end(String id);

    /**
     * Ends all sessions in which a user is logged in. Their events are fired on this node.
     *
     * @return how many were ended here
     * @throws StoreException if the store cannot tell; some may have ended then
     */
    int endAll(String user);

    /**
     * Makes a session in which a user is logged in, and stores it. Listeners are told as of any other; its timeout is the application's. Whoever brings its id, in a
     * cookie, is that user.
     *
     * @throws LimitException if the user or the application has as many sessions as are allowed
     */
    UserSession create(String user, Set<String> roles);

    /**
     * A user's session of an id; a use of it.
     *
     * @return null if there is none of that id (any more), or it is not that user's
     */
    @Nullable
    UserSession recover(String user, String id);

    /**
     * Changes a user's session: opens it, lets {@code change} say what is to become of it, and stores all of that by one commit. What it reads is what has been
     * set so far. If it throws, nothing that it has set is done. The next request on any node sees what was stored.
     *
     * @param change called once, on this thread; not to keep what it is given
     * @return false if there is no session of that id (any more), or it is not that user's
     * @throws LimitException if the session would become too large; nothing is stored
     */
    boolean update(String user, String id, Consumer<UserSession> change);
}
