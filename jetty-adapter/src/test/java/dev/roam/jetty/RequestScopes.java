package dev.roam.jetty;

import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler.ContextScopeListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells for which request a thread works in one context. Jetty has one session object for all requests of a session and does not say which of them
 * asks, but whether there is a session depends on it: one request may have brought the current id and the other a former one.
 */
final class RequestScopes implements ContextScopeListener {
    private final SessionRequest none = new SessionRequest(this, null, null);

    @SuppressWarnings("ThreadLocalUsage") // each context has its own, and removes what it leaves empty
    private final ThreadLocal<@Nullable Deque<SessionRequest>> scopes = new ThreadLocal<>();

    SessionRequest current() {
        Deque<SessionRequest> stack = scopes.get();
        return stack == null ? none : stack.getFirst();
    }

    @Override
    public void enterScope(Context context, @Nullable Request request) {
        push(request == null ? none : of(context, request));
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        pop();
    }

    void push(SessionRequest request) {
        Deque<SessionRequest> stack = scopes.get();
        if (stack == null) {
            stack = new ArrayDeque<>();
            scopes.set(stack);
        }
        stack.push(request);
    }

    void pop() {
        Deque<SessionRequest> stack = scopes.get();
        if (stack != null && stack.size() > 1) {
            stack.pop();
        } else {
            scopes.remove();
        }
    }

    private SessionRequest of(Context context, Request request) {
        String attribute = SessionRequest.class.getName();
        if (request.getAttribute(attribute) instanceof SessionRequest known) {
            return known;
        }
        SessionRequest entered = new SessionRequest(this, context, request);
        request.setAttribute(attribute, entered);
        // Before the session handler adds its own: whoever adds first is nearest to the network.
        request.addHttpStreamWrapper(stream -> new CommittingStream(stream, entered));
        return entered;
    }
}
