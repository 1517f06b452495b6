package dev.roam.tomcat.guest;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every session that it hears of, as applications do. */
public final class Listener implements HttpSessionListener, HttpSessionAttributeListener {
    private final List<HttpSession> heard = new CopyOnWriteArrayList<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        heard.add(event.getSession());
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        heard.add(event.getSession());
    }
}
