package dev.roam.it.probe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.concurrent.Callable;

/** What an application gets to see when it asks for what it must not. */
final class MisusePages {

    private MisusePages() {}

    /** Names and values that the specification excludes, on a live session. */
    static String misuse(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Lines lines = new Lines();
        attempt(lines, "getNull", () -> session.getAttribute(null));
        attempt(lines, "removeNull", () -> {
            session.removeAttribute(null);
            return "nothing";
        });
        attempt(lines, "setNull", () -> {
            session.setAttribute(null, "value");
            return "nothing";
        });
        attempt(lines, "getMissing", () -> session.getAttribute("missing"));
        attempt(lines, "dispatcherNull", () -> request.getRequestDispatcher(null));
        attempt(lines, "namesEnd", () -> {
            session.setAttribute("one", 1);
            var names = session.getAttributeNames();
            while (names.hasMoreElements()) {
                session.removeAttribute(names.nextElement());
            }
            return session.getAttribute("one");
        });
        return lines.toString();
    }

    /** Every method of a session and of its request after {@code invalidate}. */
    static String useAfterEnd(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.invalidate();
        Lines lines = new Lines();
        attempt(lines, "getId", () -> Lines.id(session.getId()));
        attempt(lines, "isNew", session::isNew);
        attempt(lines, "getCreationTime", session::getCreationTime);
        attempt(lines, "getLastAccessedTime", session::getLastAccessedTime);
        attempt(lines, "getMaxInactiveInterval", session::getMaxInactiveInterval);
        attempt(lines, "getServletContext", () -> session.getServletContext().getContextPath());
        attempt(lines, "getAttribute", () -> session.getAttribute("name"));
        attempt(lines, "getAttributeNames", session::getAttributeNames);
        attempt(lines, "setAttribute", () -> {
            session.setAttribute("name", "value");
            return "nothing";
        });
        attempt(lines, "setAttributeNull", () -> {
            session.setAttribute("name", null);
            return "nothing";
        });
        attempt(lines, "removeAttribute", () -> {
            session.removeAttribute("name");
            return "nothing";
        });
        attempt(lines, "setMaxInactiveInterval", () -> {
            session.setMaxInactiveInterval(5);
            return "nothing";
        });
        attempt(lines, "invalidate", () -> {
            session.invalidate();
            return "nothing";
        });
        attempt(lines, "changeSessionId", () -> Lines.id(request.changeSessionId()));
        attempt(lines, "requestedValid", request::isRequestedSessionIdValid);
        attempt(lines, "getSession(false)", () -> String.valueOf(request.getSession(false)));
        attempt(lines, "getSession().isNew", () -> request.getSession().isNew());
        return lines.toString();
    }

    private static void attempt(Lines lines, String what, Callable<?> call) {
        try {
            lines.add(what, String.valueOf(call.call()));
        } catch (Exception e) {
            lines.add(what, e.getClass().getName());
        }
    }
}
