package dev.roam.it.probe;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Writes every session event of the application into its {@link Events}. */
public final class Recorder
        implements ServletContextListener, HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {

    /** Under which Roam tells why a session ends. */
    private static final String CAUSE = "dev.roam.cause";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        new Events().attachTo(event.getServletContext());
        new Latches().attachTo(event.getServletContext());
        Journal.attachTo(event.getServletContext());
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        record(event.getSession(), "created " + Lines.id(event.getSession().getId()));
    }

    /** Reads all attributes: when a session ends, its listeners still find everything in it. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        Journal journal = Journal.of(session.getServletContext());
        String mark = String.valueOf(session.getAttribute("mark"));
        journal.begins(mark, String.valueOf(session.getAttribute(CAUSE)));
        Map<String, Object> attributes = new TreeMap<>();
        for (String name : Collections.list(session.getAttributeNames())) {
            attributes.put(name, session.getAttribute(name));
        }
        record(session, "destroyed " + Lines.id(session.getId()) + " " + attributes);
        journal.finished(mark);
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        record(
                event.getSession(),
                "renamed " + Lines.id(oldId) + " to "
                        + Lines.id(event.getSession().getId()));
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        record(event.getSession(), "added " + event.getName() + "=" + event.getValue());
    }

    /** The event carries the value that was replaced. */
    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        record(event.getSession(), "replaced " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        record(event.getSession(), "removed " + event.getName() + "=" + event.getValue());
    }

    private static void record(HttpSession session, String line) {
        Events.of(session.getServletContext()).add(line);
    }
}
