package dev.roam.it.probe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Random;
import java.util.TreeSet;

/** The ordinary uses of a session. */
final class SessionPages {

    private static final String NO_SESSION = "session=none\n";

    private SessionPages() {}

    /** Not serialisable. */
    private static final class Local {
        @Override
        public String toString() {
            return "local";
        }
    }

    /** Counts twice: in an attribute that is set anew, and in a bean that is only changed. */
    static String counter(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Integer before = (Integer) session.getAttribute("count");
        int count = before == null ? 1 : before + 1;
        session.setAttribute("count", count);
        Basket basket = (Basket) session.getAttribute("basket");
        if (basket == null) {
            basket = new Basket();
            session.setAttribute("basket", basket);
        }
        basket.add();
        return new Lines().add("count", count).add("items", basket.items()).toString();
    }

    /** Sets the attribute {@code name} to {@code value}, or to null where there is no value. */
    static String set(HttpServletRequest request) {
        request.getSession().setAttribute(request.getParameter("name"), request.getParameter("value"));
        return "set\n";
    }

    /** Shows the attributes {@code name}, and makes no session. */
    static String get(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return NO_SESSION;
        }
        Lines lines = new Lines().add("session", "yes");
        String[] names = request.getParameterValues("name");
        for (String name : names == null ? new String[0] : names) {
            lines.add(name, session.getAttribute(name));
        }
        return lines.toString();
    }

    /** Fills the session with {@code count} attributes of {@code bytes} bytes that no compression shrinks. */
    static String fill(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Random random = new Random(1);
        for (int i = 0; i < Integer.parseInt(request.getParameter("count")); i++) {
            byte[] value = new byte[Integer.parseInt(request.getParameter("bytes"))];
            random.nextBytes(value);
            session.setAttribute("filler" + i, value);
        }
        return "filled\n";
    }

    /** Puts a {@link Tag} into the session; with {@code again} the one that is there. */
    static String bind(HttpServletRequest request) {
        HttpSession session = request.getSession();
        String name = request.getParameter("name");
        Object value = request.getParameter("again") != null
                ? session.getAttribute(name)
                : new Tag(request.getParameter("value"));
        session.setAttribute(name, value);
        return "set\n";
    }

    /** Keeps a value that cannot be serialised, and tells whether the next request finds that very object. */
    static String local(HttpServletRequest request) {
        HttpSession session = request.getSession();
        Object here = session.getAttribute("local");
        Object known = request.getServletContext().getAttribute("local");
        if (here == null) {
            here = new Local();
            request.getServletContext().setAttribute("local", here);
            session.setAttribute("local", here);
            return "put\n";
        }
        return new Lines().add("same", here == known).toString();
    }

    static String remove(HttpServletRequest request) {
        request.getSession().removeAttribute(request.getParameter("name"));
        return "removed\n";
    }

    /** Everything that the interface tells of a session; {@code create=false} makes none. */
    static String info(HttpServletRequest request) {
        HttpSession session = request.getSession(!"false".equals(request.getParameter("create")));
        Lines lines = new Lines();
        if (session == null) {
            lines.add("session", "none");
        } else {
            lines.add("id", Lines.id(session.getId()))
                    .add("new", session.isNew())
                    .add("created", Lines.time(session.getCreationTime()))
                    .add("lastAccessed", Lines.time(session.getLastAccessedTime()))
                    .add("maxInactive", session.getMaxInactiveInterval())
                    .add("names", new TreeSet<>(Collections.list(session.getAttributeNames())))
                    .add("sameAgain", session == request.getSession());
        }
        String requested = request.getRequestedSessionId();
        return lines.add("requested", requested == null ? "none" : Lines.id(requested))
                .add("requestedValid", request.isRequestedSessionIdValid())
                .add("fromCookie", request.isRequestedSessionIdFromCookie())
                .add("user", request.getRemoteUser())
                .toString();
    }

    static String timeout(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval(Integer.parseInt(request.getParameter("s")));
        return new Lines().add("maxInactive", session.getMaxInactiveInterval()).toString();
    }

    /** Puts a {@link Traveller} into the session. */
    static String travel(HttpServletRequest request) {
        String name = request.getParameter("name");
        request.getSession().setAttribute(name, new Traveller(name));
        return "set\n";
    }

    /** A new session with a mark that is not to live for long, in one request. */
    static String start(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.setAttribute("mark", request.getParameter("mark"));
        session.setMaxInactiveInterval(Integer.parseInt(request.getParameter("s")));
        return "started\n";
    }

    static String rename(HttpServletRequest request) {
        String id = request.changeSessionId();
        return new Lines()
                .add("id", Lines.id(id))
                .add("sameId", id.equals(request.getSession().getId()))
                .add("requestedValid", request.isRequestedSessionIdValid())
                .toString();
    }

    static String invalidate(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return NO_SESSION;
        }
        session.invalidate();
        return "invalidated\n";
    }
}
