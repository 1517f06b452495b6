package dev.roam.tomcat;

import dev.roam.LimitException;
import dev.roam.StoreException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.ApplicationSessionCookieConfig;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request whose session cannot be read or stored: status 503 where the store cannot be reached, 403 where the user has as many sessions as
 * allowed, 500 where something is larger than allowed. And none of the response that the application had begun, least of all the cookie of a session that
 * does not exist. The user's own cookie stays as it is (promise 9).
 */
final class Unavailable {
    private static final Logger LOGGER = System.getLogger(Unavailable.class.getName());
    private static final String UNREACHABLE =
            "The store of the sessions cannot be reached at the moment. Please try again.";
    private static final String TOO_MANY = "This user is logged in to as many sessions as allowed.";
    private static final String USER_OPTION = "maxSessionsPerUser";

    private Unavailable() {}

    /** The {@link StoreException} or {@link LimitException} that an application's exception comes from; or null. */
    static @Nullable RuntimeException cause(@Nullable Object thrown) {
        int depth = 0;
        for (Throwable t = thrown instanceof Throwable first ? first : null; t != null && depth < 20; depth++) {
            if (t instanceof StoreException || t instanceof LimitException) {
                return (RuntimeException) t;
            }
            t = t instanceof ServletException s && s.getRootCause() != null ? s.getRootCause() : t.getCause();
        }
        return null;
    }

    private static void log(Request request, RuntimeException failure) {
        LOGGER.log(Level.WARNING, "{0} {1}: {2}", request.getMethod(), request.getRequestURI(), failure.getMessage());
    }

    private static int status(RuntimeException failure) {
        if (failure instanceof LimitException limit) {
            return limit.option().equals(USER_OPTION)
                    ? HttpServletResponse.SC_FORBIDDEN
                    : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
        return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }

    /**
     * Answers a request below whose context valve the store failed. Leaves the rest to Tomcat's and the application's error pages.
     *
     * @return false if it is too late, the response has begun to leave
     */
    static boolean answer(Request request, Response response, RequestState state, RuntimeException failure)
            throws IOException {
        log(request, failure);
        if (response.isCommitted()) {
            return false;
        }
        int status = status(failure);
        state.standIn(failure instanceof LimitException);
        if (!request.isAsync()) {
            request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
            if (status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
                request.setAttribute(
                        RequestDispatcher.ERROR_EXCEPTION, failure); // the application's page for it, if any
            }
        }
        response.setSuspended(false);
        response.reset();
        withoutFile(request);
        keepRenamed(response, state);
        switch (status) {
            case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> response.sendError(status, UNREACHABLE);
            case HttpServletResponse.SC_FORBIDDEN -> response.sendError(status, TOO_MANY);
            default -> response.sendError(status);
        }
        return true;
    }

    /**
     * Turns a response that is just about to leave into an empty one of the failure's status. Called from inside {@code OutputBuffer.doFlush} or {@code close}, which
     * then find nothing left to write. {@code reset} of the coyote response would be too much: it forgets an application's {@code WriteListener}.
     */
    static void replace(Response response, RequestState state, RuntimeException failure) {
        log(response.getRequest(), failure);
        org.apache.coyote.Response coyote = response.getCoyoteResponse();
        response.resetBuffer();
        withoutFile(response.getRequest());
        coyote.getMimeHeaders().recycle();
        coyote.setContentType(null);
        coyote.setStatus(status(failure));
        coyote.setMessage(null);
        coyote.setContentLength(0);
        keepRenamed(response, state);
        state.failure().replaced();
    }

    /** The system would send the application's file behind the head of this one: Tomcat finds it in the request, not in the response. */
    private static void withoutFile(Request request) {
        request.removeAttribute(Globals.SENDFILE_FILENAME_ATTR);
    }

    /** A session that got a new id in this request is not to be had under its old one any more: the user needs the cookie. */
    private static void keepRenamed(Response response, RequestState state) {
        String id = state.renamedTo();
        if (id != null && response.getContext() != null) {
            response.addSessionCookieInternal(ApplicationSessionCookieConfig.createSessionCookie(
                    response.getContext(), id, response.getRequest().isSecure()));
        }
    }
}
