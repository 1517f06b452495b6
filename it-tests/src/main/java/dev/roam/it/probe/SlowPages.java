package dev.roam.it.probe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** Requests that are under way while others come and go. */
final class SlowPages {

    private SlowPages() {}

    /** Opens and reads the session, waits for the latch, then sets an attribute. */
    static String slow(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return "session=none\n";
        }
        String name = request.getParameter("name");
        Object before = session.getAttribute(name);
        Latches.of(request.getServletContext()).hold(request.getParameter("latch"));
        session.setAttribute(name, request.getParameter("value"));
        return new Lines().add("session", "yes").add("before", before).toString();
    }

    /** Answers when a request has reached the latch. */
    static String await(HttpServletRequest request) {
        Latches.of(request.getServletContext()).await(request.getParameter("latch"));
        return "held\n";
    }

    static String release(HttpServletRequest request) {
        Latches.of(request.getServletContext()).release(request.getParameter("latch"));
        return "released\n";
    }

    /** Waits at the latch that the request names in {@code hold}, if it names one. */
    static void hold(HttpServletRequest request) {
        String latch = request.getParameter("hold");
        if (latch != null) {
            Latches.of(request.getServletContext()).hold(latch);
        }
    }
}
