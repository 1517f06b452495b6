package dev.roam.it.probe;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;

/** What the listeners heard, in the order in which they heard it. One list for the application; thread-safe. */
final class Events {

    private final List<String> lines = new ArrayList<>();

    /** The application's list, which {@link Recorder} puts there when the application starts. */
    static Events of(ServletContext context) {
        return (Events) context.getAttribute(Events.class.getName());
    }

    void attachTo(ServletContext context) {
        context.setAttribute(Events.class.getName(), this);
    }

    synchronized void add(String line) {
        lines.add(line);
    }

    /** Returns all lines and forgets them. */
    synchronized String take() {
        StringBuilder all = new StringBuilder();
        lines.forEach(line -> all.append(line).append('\n'));
        lines.clear();
        return all.toString();
    }
}
