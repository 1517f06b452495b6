package dev.roam.jetty;

import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Session;
import org.jspecify.annotations.Nullable;

/**
 * A session that shows one attribute. Jetty's session managers know the activation listener of their servlet API, but look for it among all attributes of a session,
 * which would read each of them; Roam encodes and decodes them one by one.
 *
 * @param session all else is its
 */
record OneAttribute(RoamSession session, String name, Object value) implements Session {
    @Override
    public Set<String> getAttributeNameSet() {
        return Set.of(name);
    }

    @Override
    public @Nullable Object getAttribute(String asked) {
        return asked.equals(name) ? value : null;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface's
    public <T extends API> T getApi() {
        return session.getApi();
    }

    @Override
    public @Nullable Object setAttribute(String changed, @Nullable Object to) {
        return session.setAttribute(changed, to);
    }

    @Override
    public @Nullable Object removeAttribute(String removed) {
        return session.removeAttribute(removed);
    }

    @Override
    public boolean isValid() {
        return session.isValid();
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public String getExtendedId() {
        return session.getExtendedId();
    }

    @Override
    public long getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        session.setMaxInactiveInterval(seconds);
    }

    @Override
    public int getMaxInactiveInterval() {
        return session.getMaxInactiveInterval();
    }

    @Override
    public void renewId(Request request, Response response) {
        session.renewId(request, response);
    }

    @Override
    public void invalidate() {
        session.invalidate();
    }

    @Override
    public boolean isNew() {
        return session.isNew();
    }

    @Override
    public String encodeURI(Request request, String uri, boolean cookiesInUse) {
        return session.encodeURI(request, uri, cookiesInUse);
    }
}
