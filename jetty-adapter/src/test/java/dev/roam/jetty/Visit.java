package dev.roam.jetty;

import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of a user's as a page sees it, in whichever servlet API. */
interface Visit {
    @Nullable
    String user();

    @Nullable
    Principal principal();

    @Nullable
    String authType();

    boolean hasRole(String role);

    @Nullable
    String parameter(String name);

    void login(String user, String password) throws Exception;

    void logout() throws Exception;

    /** Ends the session. */
    void invalidate();

    /** The names of the session's attributes; none without a session. */
    Set<String> attributes();

    @Nullable
    Object attribute(String name);
}
