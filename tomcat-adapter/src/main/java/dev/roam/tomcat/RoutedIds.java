package dev.roam.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.catalina.core.ApplicationSessionCookieConfig;
import org.jspecify.annotations.Nullable;

/**
 * Ids as the client sees them and as the core does. Where the engine has a {@code jvmRoute}, Tomcat's ids end with it ({@code 5F3A...E1.node1},
 * see {@code StandardSessionIdGenerator}), so that a balancer finds the node. It says where a session was served last, not which session it
 * is: the core never sees it, and any node accepts an id with any route.
 */
final class RoutedIds {
    private static final char ROUTE = '.';

    private final String suffix;

    /** @param route the engine's {@code jvmRoute}, null or empty if it has none */
    RoutedIds(@Nullable String route) {
        suffix = route == null || route.isEmpty() ? "" : ROUTE + route;
    }

    /** An id without any node's route. */
    static String withoutRoute(String id) {
        int route = id.indexOf(ROUTE);
        return route < 0 ? id : id.substring(0, route);
    }

    /** An id of the core with this node's route, if it has one. */
    String routed(String id) {
        return suffix.isEmpty() ? id : id + suffix;
    }

    /**
     * Leads the client here from now on: a session cookie with another node's route, or none, is replaced in the response by one with this node's.
     * The id is the same, so requests under way with the old cookie, and all that still bring it, find the session as before.
     */
    void takeOver(Request request) {
        String brought = request.getRequestedSessionId();
        if (suffix.isEmpty() || brought == null || !request.isRequestedSessionIdFromCookie()) {
            return;
        }
        String own = routed(withoutRoute(brought));
        if (!own.equals(brought)) {
            request.getResponse()
                    .addSessionCookieInternal(ApplicationSessionCookieConfig.createSessionCookie(
                            request.getContext(), own, request.isSecure()));
        }
    }

    /**
     * A freshly generated id without this node's route. A generator of the user's own may use the route's separator inside its ids; it is replaced,
     * or two ids could become one.
     */
    String fresh(String generated) {
        String id = !suffix.isEmpty() && generated.endsWith(suffix)
                ? generated.substring(0, generated.length() - suffix.length())
                : generated;
        return id.replace(ROUTE, '-');
    }
}
