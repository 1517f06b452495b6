package dev.roam.it.probe;

import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What an application does with the sessions of its users outside their requests. It needs a server with Roam. */
final class RegistryPages {

    private RegistryPages() {}

    private static SessionRegistry registry(HttpServletRequest request) {
        return (SessionRegistry) request.getServletContext().getAttribute("dev.roam.SessionRegistry");
    }

    /** How many sessions {@code user} has, and their ids. */
    static String sessionsOf(HttpServletRequest request) {
        List<SessionSummary> sessions = registry(request).sessionsOf(request.getParameter("user"));
        Set<String> ids = new TreeSet<>();
        sessions.forEach(session -> ids.add(session.id()));
        return new Lines()
                .add("count", sessions.size())
                .add("ids", String.join(",", ids))
                .toString();
    }

    /** What is told of the session {@code id}. */
    static String session(HttpServletRequest request) {
        SessionSummary session = registry(request).session(request.getParameter("id"));
        if (session == null) {
            return "session=none\n";
        }
        return new Lines()
                .add("user", session.user())
                .add("node", session.node())
                .add("maxInactive", session.maxInactive())
                .add("bytes", session.bytes())
                .add("names", new TreeSet<>(session.attributes()))
                .toString();
    }

    static String end(HttpServletRequest request) {
        return new Lines()
                .add("ended", registry(request).end(request.getParameter("id")))
                .toString();
    }

    static String endAll(HttpServletRequest request) {
        return new Lines()
                .add("ended", registry(request).endAll(request.getParameter("user")))
                .toString();
    }

    /** Makes a session of {@code user} on a thread of its own, recovers it and changes it. Tells its id, and what somebody else would recover. */
    static String job(HttpServletRequest request) {
        SessionRegistry registry = registry(request);
        String user = request.getParameter("user");
        Lines lines = new Lines();
        Thread batch = new Thread(() -> {
            String id = registry.create(user, Set.of("shopper")).id();
            UserSession session = Objects.requireNonNull(registry.recover(user, id));
            session.setAttribute("mark", "recovered");
            lines.add("session", id)
                    .add("mark", session.getAttribute("mark"))
                    .add("stranger", registry.recover("not-" + user, id))
                    .add("unknown", registry.recover(user, "unknown"));
        });
        batch.start();
        try {
            batch.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return lines.toString();
    }

    /** Changes the session {@code id} of {@code user}: puts an item into its basket and sets the attribute {@code name} to {@code value}. */
    static String update(HttpServletRequest request) {
        boolean done = registry(request).update(request.getParameter("user"), request.getParameter("id"), session -> {
            Basket basket = (Basket) session.getAttribute("basket");
            if (basket == null) {
                basket = new Basket();
                session.setAttribute("basket", basket);
            }
            basket.add();
            session.setAttribute(request.getParameter("name"), request.getParameter("value"));
        });
        return new Lines().add("updated", done).toString();
    }
}
