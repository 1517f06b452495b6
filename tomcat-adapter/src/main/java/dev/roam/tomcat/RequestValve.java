package dev.roam.tomcat;

import dev.roam.LimitException;
import dev.roam.StoreException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * The frame around a request of the manager's context: before it, the response is watched so that sessions are stored before its first byte;
 * after it, they are stored in any case, and a request that the store has failed, or that wants more than allowed, is answered for that.
 *
 * <p>It stands before the authenticator, because it is added while the context is being configured: a login changes ids and stores notes
 * there.
 */
final class RequestValve extends ValveBase {
    private final RoamManager manager;

    RequestValve(RoamManager manager) {
        super(true);
        this.manager = manager;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        RequestState state = RequestState.begin(manager, request);
        boolean watched = CommitHook.install(request, response, manager.coyote());
        RequestState outer = state.bind();
        try {
            getNext().invoke(request, response);
        } catch (StoreException e) {
            state.failure().set(e);
        } catch (LimitException e) {
            state.failure().set(e);
        } finally {
            try {
                finish(request, response, state);
            } finally {
                if (!watched && !request.isAsync()) {
                    state.closed();
                }
                state.unbind(outer);
            }
        }
    }

    private static void finish(Request request, Response response, RequestState state) throws IOException {
        RuntimeException failure = null;
        try {
            if (!request.isAsync() || request.isAsyncCompleting()) {
                state.complete();
            }
        } catch (StoreException | LimitException e) {
            failure = e;
        } finally {
            state.leaveEarly();
        }
        if (failure == null) {
            failure = unhandled(request, response, state);
        }
        if (failure != null && state.failure().answer()) {
            Unavailable.answer(request, response, state, failure);
        }
        if (!request.isAsync()) {
            LazyLoginRequest.installForErrorPage(request);
        }
    }

    /**
     * What the store has failed with, unless the application has coped with it: it may well show a page that needs no session. A framework that
     * made an error page of its own out of it has not.
     */
    private static @Nullable RuntimeException unhandled(Request request, Response response, RequestState state) {
        RuntimeException failure = state.failure().get();
        if (failure == null) {
            failure = Unavailable.cause(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        }
        if (failure == null && response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            failure = state.failure().opening();
        }
        return failure;
    }
}
