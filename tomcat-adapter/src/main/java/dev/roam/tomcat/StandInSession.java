package dev.roam.tomcat;

import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * What an error page gets as the session of a request that has been answered with 503. It is empty, and what is put in it is gone with the page. So
 * the page can be shown, a JSP for instance, which has a session unless it says otherwise; the store is not waited for once more; and no
 * cookie takes the user's own away. No listener is told of it.
 */
final class StandInSession extends StandardSession {
    private static final long serialVersionUID = 1L;

    StandInSession(RoamManager manager, @Nullable String id) {
        super(manager);
        this.id = id == null ? "unavailable" : id;
        creationTime = System.currentTimeMillis();
        thisAccessedTime = creationTime;
        lastAccessedTime = creationTime;
        maxInactiveInterval = manager.getContext().getSessionTimeout() * 60;
        isValid = true;
    }

    /** Valid until the page invalidates it, however long it takes. */
    @Override
    public boolean isValid() {
        return isValid;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value, boolean notify) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    protected void removeAttributeInternal(String name, boolean notify) {
        attributes.remove(name);
    }

    @Override
    public void expire(boolean notify) {
        isValid = false;
    }
}
