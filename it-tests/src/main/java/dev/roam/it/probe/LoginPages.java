package dev.roam.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/** Logging in and out, and the one page that {@code web.xml} keeps for those who are logged in. */
final class LoginPages {

    private LoginPages() {}

    static String login(HttpServletRequest request) throws ServletException {
        request.login(request.getParameter("user"), request.getParameter("password"));
        return new Lines().add("user", request.getRemoteUser()).toString();
    }

    static String logout(HttpServletRequest request) throws ServletException {
        request.logout();
        return new Lines().add("user", request.getRemoteUser()).toString();
    }

    /** Who is logged in, and how often they have been here in this session. */
    static String account(HttpServletRequest request) {
        return new Lines()
                        .add("user", request.getRemoteUser())
                        .add("principal", request.getUserPrincipal().getName())
                        .add("shopper", request.isUserInRole("shopper"))
                        .add("admin", request.isUserInRole("admin"))
                        .add("authType", request.getAuthType())
                        .toString()
                + SessionPages.counter(request);
    }
}
