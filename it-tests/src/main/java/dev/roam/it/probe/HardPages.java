package dev.roam.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;

/** Ordinary uses of a session that are hard to get right for whoever stores it; see docs/peers.md. */
final class HardPages {

    private HardPages() {}

    /** Not serialisable. */
    private static final class Local {}

    /** Puts a serialisable list into the session that holds what is not. */
    static String nested(HttpServletRequest request) {
        request.getSession().setAttribute(request.getParameter("name"), new ArrayList<>(List.of("text", new Local())));
        return "set\n";
    }

    /** Changes the only text of a list in place. */
    @SuppressWarnings("unchecked") // It was put there by this page.
    static String text(HttpServletRequest request) {
        HttpSession session = request.getSession();
        List<String> texts = (List<String>) session.getAttribute("texts");
        if (texts == null) {
            session.setAttribute("texts", new ArrayList<>(List.of(request.getParameter("value"))));
        } else {
            texts.set(0, request.getParameter("value"));
        }
        return "text\n";
    }

    /** Sets one attribute before it looks at any, then reads it and another one. */
    static String setThenGet(HttpServletRequest request) {
        HttpSession session = request.getSession();
        String name = request.getParameter("name");
        String other = request.getParameter("other");
        session.setAttribute(name, request.getParameter("value"));
        return new Lines()
                .add(other, session.getAttribute(other))
                .add(name, session.getAttribute(name))
                .toString();
    }

    /** Changes the session, then throws. */
    static String fail(HttpServletRequest request) {
        SessionPages.set(request);
        throw new IllegalStateException("as asked for");
    }

    /** Opens the session, waits for the latch, then gives it another id. */
    static String slowRename(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return "session=none\n";
        }
        session.getAttribute("mark");
        Latches.of(request.getServletContext()).hold(request.getParameter("latch"));
        return new Lines().add("id", Lines.id(request.changeSessionId())).toString();
    }

    /** Asks for a session, for when it may be too late for a new one. */
    static String late(HttpServletRequest request) {
        try {
            HttpSession session = request.getSession(true);
            return new Lines()
                    .add("late", session == null ? "null" : Lines.id(session.getId()))
                    .toString();
        } catch (IllegalStateException e) {
            return new Lines().add("late", e.getClass().getName()).toString();
        }
    }

    /** Where a class comes from that the application may see or not. */
    static String source(HttpServletRequest request) {
        Lines lines = new Lines();
        try {
            Class<?> found = Class.forName(request.getParameter("class"));
            lines.add("source", found.getProtectionDomain().getCodeSource().getLocation());
        } catch (ClassNotFoundException e) {
            lines.add("source", "none");
        }
        return lines.toString();
    }

    /** Keeps an exception of a class that the application has, and tells whether the one that is there is of that very class. */
    static String carry(HttpServletRequest request) throws ServletException {
        try {
            Class<?> type = Class.forName(request.getParameter("class"));
            HttpSession session = request.getSession();
            Object carried = session.getAttribute("carried");
            if (carried == null) {
                carried = type.getConstructor(String.class).newInstance("carried");
                session.setAttribute("carried", carried);
            }
            return new Lines().add("same", carried.getClass() == type).toString();
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
    }
}
