package dev.roam.it.probe;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;

/** Uses the session of its handshake long after that request: each message is a command of words, and has one answer. */
@ServerEndpoint(value = "/socket", configurator = SessionSocket.Handshake.class)
public final class SessionSocket {

    private static final String SESSION = "session";
    private static final String ACCESSOR = "accessor";

    /** Keeps the session, and what Servlet 6.1 gives to use it later. */
    public static final class Handshake extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            if (request.getHttpSession() instanceof HttpSession session) {
                config.getUserProperties().put(SESSION, session);
                try {
                    Object accessor = HttpSession.class.getMethod("getAccessor").invoke(session);
                    config.getUserProperties().put(ACCESSOR, accessor);
                } catch (NoSuchMethodException e) {
                    // Servlet 6.0 has none.
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Answers a command; one that fails with the class of what was thrown. */
    @OnMessage
    public String answer(String message, Session socket) {
        try {
            String[] words = message.split(" ");
            if (words[0].equals("access")) {
                return access(words, socket);
            }
            return done(words, session(socket));
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private static HttpSession session(Session socket) {
        if (socket.getUserProperties().get(SESSION) instanceof HttpSession session) {
            return session;
        }
        throw new IllegalArgumentException("no session");
    }

    private static String done(String[] words, HttpSession session) {
        switch (words[0]) {
            case "ping" -> {
                return "pong";
            }
            case "get" -> {
                return String.valueOf(session.getAttribute(words[1]));
            }
            case "set" -> session.setAttribute(words[1], words[2]);
            case "remove" -> session.removeAttribute(words[1]);
            case "timeout" -> session.setMaxInactiveInterval(Integer.parseInt(words[1]));
            case "invalidate" -> session.invalidate();
            case "add" -> {
                Basket basket = (Basket) session.getAttribute("basket");
                basket.add();
                session.setAttribute("basket", basket);
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    /** {@code HttpSession.Accessor.access}, by reflection: the same probe runs on Servlet 6.0. */
    private static String access(String[] words, Session socket) throws Exception {
        Object accessor = socket.getUserProperties().get(ACCESSOR);
        if (accessor == null) {
            return "no accessor";
        }
        Consumer<HttpSession> setter = session -> session.setAttribute(words[1], words[2]);
        try {
            Class.forName("jakarta.servlet.http.HttpSession$Accessor")
                    .getMethod("access", Consumer.class)
                    .invoke(accessor, setter);
        } catch (InvocationTargetException e) {
            return e.getTargetException().getClass().getSimpleName();
        }
        return "done";
    }
}
