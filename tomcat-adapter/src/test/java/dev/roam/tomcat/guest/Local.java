package dev.roam.tomcat.guest;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

/** Stays on its node, as it cannot be written, and listens to what becomes of it. */
final class Local implements HttpSessionBindingListener, HttpSessionActivationListener {
    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        event.getSession().setAttribute("bound", event.getName());
    }
}
