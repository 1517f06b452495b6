package dev.roam.tomcat;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.tomcat.util.ExceptionUtils;

/**
 * What of a session hangs on this node alone: WebSocket connections. Tomcat closes those that an authenticated user opened when the session ends,
 * told by an attribute ({@code WsHttpSessionBindingListener}, from 10.1.58 and 11.0.25 on) or by a session listener ({@code WsSessionListener}, before).
 * When a session ends on another node, its events fire there; here Tomcat's own listeners are told all the same, and nobody else.
 */
final class LocalBindings {
    private static final String WEBSOCKET = "org.apache.tomcat.websocket.";

    private final Map<String, HttpSessionBindingListener> bound = new ConcurrentHashMap<>();

    /** An attribute was set on this node. */
    void set(String name, Object value) {
        if (value instanceof HttpSessionBindingListener listener && isOne(value)) {
            bound.put(name, listener);
        }
    }

    /**
     * Whether an attribute means nothing on another node, although it is serializable. There {@code WsServerContainer} would take it for its own, and
     * set none that Roam could tell of the end.
     */
    static boolean isOne(Object value) {
        return value.getClass().getName().startsWith(WEBSOCKET);
    }

    /** Whether anything hangs on this node. */
    boolean isEmpty() {
        return bound.isEmpty();
    }

    /** The session has ended elsewhere. */
    void gone(RoamSession session, Context context) {
        bound.forEach((name, listener) ->
                quietly(context, () -> listener.valueUnbound(new HttpSessionBindingEvent(session.getSession(), name))));
        bound.clear();
        Object[] listeners = context.getApplicationLifecycleListeners();
        if (listeners == null) {
            return;
        }
        for (Object candidate : listeners) {
            if (candidate instanceof HttpSessionListener listener
                    && candidate.getClass().getName().startsWith(WEBSOCKET)) {
                quietly(context, () -> listener.sessionDestroyed(new HttpSessionEvent(session.getSession())));
            }
        }
    }

    private static void quietly(Context context, Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            ExceptionUtils.handleThrowable(t);
            context.getLogger().error("A WebSocket of a session that ended on another node could not be closed", t);
        }
    }
}
