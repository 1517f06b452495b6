package dev.roam.it.probe;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/** A value that wants to know when it leaves for another node and when it has arrived: it packs before it leaves. */
public final class Traveller implements HttpSessionActivationListener, Serializable {

    private static final long serialVersionUID = 1;

    private final String name;
    private boolean packed;

    Traveller(String name) {
        this.name = name;
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        packed = true;
        record("leaves", event);
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        record("arrived", event);
    }

    private void record(String what, HttpSessionEvent event) {
        Events.of(event.getSession().getServletContext()).add(what + " " + name + " packed=" + packed);
    }

    @Override
    public String toString() {
        return "traveller:" + name;
    }
}
