package dev.roam.tomcat;

import dev.roam.Ending;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** Writes down why a session ends, as its last events tell. */
final class EndListener implements HttpSessionListener, HttpSessionAttributeListener {
    private final List<Object> told;

    EndListener(List<Object> told) {
        this.told = told;
    }

    private static String cause(HttpSession session) {
        return " " + session.getAttribute(Ending.CAUSE_ATTRIBUTE);
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        boolean listed =
                Collections.list(event.getSession().getAttributeNames()).contains(Ending.CAUSE_ATTRIBUTE);
        told.add("destroyed" + cause(event.getSession()) + (listed ? " listed" : ""));
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        told.add("removed" + cause(event.getSession()));
    }

    /** An attribute that is told when it leaves its session. */
    static final class Bound implements HttpSessionBindingListener, Serializable {
        private static final long serialVersionUID = 1L;

        static volatile List<Object> told = List.of();

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            told.add("unbound" + cause(event.getSession()));
        }
    }
}
