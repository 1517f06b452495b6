package dev.roam.jetty;

import java.lang.ref.WeakReference;
import java.util.function.BiConsumer;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler.ContextScopeListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells for which request a thread works in one web application. Jetty has one session object for all requests of a session and does not say which of them
 * asks, but whether there is a session depends on it: one request may have brought the current id and another a former one.
 */
final class RequestScopes implements ContextScopeListener {
    private static final ThreadLocal<@Nullable Scope> SCOPES = new ThreadLocal<>();

    /** Of a request: the first of its states, one for each web application that it was in. */
    private static final String STATES = RequestState.class.getName();

    private final BiConsumer<Request, RequestState> newcomer;

    /** Stands for this object where that must not be held: a web application that stops may not hear that a thread leaves it. */
    private final Object key = new Object();

    /**
     * A thread's stay in a web application, which it does not hold.
     *
     * @param key of which one
     * @param request null: for no request
     * @param outer where the thread was before
     */
    private record Scope(Object key, @Nullable WeakReference<RequestState> request, @Nullable Scope outer) {
        @Nullable
        RequestState state() {
            return request == null ? null : request.get();
        }
    }

    /** @param newcomer told of each request that comes into the web application, before anything else is done with it there */
    RequestScopes(BiConsumer<Request, RequestState> newcomer) {
        this.newcomer = newcomer;
    }

    /** The request for which this thread works in the web application; null: for none that is known. */
    @Nullable
    RequestState current() {
        for (Scope scope = SCOPES.get(); scope != null; scope = scope.outer) {
            if (scope.key == key) {
                RequestState request = scope.state();
                return request == null || request.isOver() ? null : request;
            }
        }
        return null;
    }

    @Override
    public void enterScope(Context context, @Nullable Request request) {
        enter(request == null ? null : of(context, request));
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        exit();
    }

    /** This thread works for that request from now on. */
    void enter(@Nullable RequestState request) {
        SCOPES.set(new Scope(key, request == null ? null : request.weakly(), SCOPES.get()));
        if (request != null) {
            request.threadEnters();
        }
    }

    /** Ends what {@link #enter} began last on this thread. */
    void exit() {
        Scope scope = SCOPES.get();
        if (scope == null || scope.key != key) {
            return; // entered before this listener was there
        }
        if (scope.outer == null) {
            SCOPES.remove();
        } else {
            SCOPES.set(scope.outer);
        }
        RequestState request = scope.state();
        if (request != null) {
            request.threadExits();
        }
    }

    private RequestState of(Context context, Request request) {
        RequestState first = request.getAttribute(STATES) instanceof RequestState known ? known : null;
        for (RequestState state = first; state != null; state = state.next()) {
            if (state.isOf(this)) {
                return state;
            }
        }
        RequestState state = new RequestState(this, context, request, first);
        request.setAttribute(STATES, state);
        newcomer.accept(request, state);
        return state;
    }
}
