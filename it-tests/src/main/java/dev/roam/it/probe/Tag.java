package dev.roam.it.probe;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;

/** A value that wants to know when it enters and leaves a session. */
public final class Tag implements HttpSessionBindingListener, Serializable {

    private static final long serialVersionUID = 1;

    private final String label;

    Tag(String label) {
        this.label = label;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        record("bound", event);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        record("unbound", event);
    }

    private void record(String what, HttpSessionBindingEvent event) {
        Events.of(event.getSession().getServletContext()).add(what + " " + event.getName() + "=" + label);
    }

    @Override
    public String toString() {
        return "tag:" + label;
    }
}
