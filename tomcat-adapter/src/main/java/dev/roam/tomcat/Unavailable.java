package dev.roam.tomcat;

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
 * The answer to a request whose session cannot be read or stored: status 503, and none of the response that the application had begun, least
 * of all the cookie of a session that does not exist. The user's own cookie stays as it is (promise 9).
 */
final class Unavailable {
    private static final Logger LOGGER = System.getLogger(Unavailable.class.getName());
    private static final String REASON = "The store of the sessions cannot be reached at the moment. Please try again.";

    private Unavailable() {}

    /** Whether what an application threw comes from the store. */
    static @Nullable StoreException cause(@Nullable Object thrown) {
        int depth = 0;
        for (Throwable t = thrown instanceof Throwable first ? first : null; t != null && depth < 20; depth++) {
            if (t instanceof StoreException e) {
                return e;
            }
            t = t instanceof ServletException s && s.getRootCause() != null ? s.getRootCause() : t.getCause();
        }
        return null;
    }

    /**
     * Answers a request below whose context valve the store failed. Leaves the rest to Tomcat's and the application's error pages.
     *
     * @return false if it is too late, the response has begun to leave
     */
    static boolean answer(Request request, Response response, RequestState state, StoreException failure)
            throws IOException {
        LOGGER.log(Level.WARNING, "{0} {1}: {2}", request.getMethod(), request.getRequestURI(), failure.getMessage());
        if (response.isCommitted()) {
            return false;
        }
        state.standIn();
        if (!request.isAsync()) {
            request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        }
        response.setSuspended(false);
        response.reset();
        withoutFile(request);
        keepRenamed(response, state);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, REASON);
        return true;
    }

    /**
     * Turns a response that is just about to leave into an empty 503. Called from inside {@code OutputBuffer.doFlush} or {@code close}, which
     * then find nothing left to write. {@code reset} of the coyote response would be too much: it forgets an application's {@code WriteListener}.
     */
    static void replace(Response response, RequestState state) {
        org.apache.coyote.Response coyote = response.getCoyoteResponse();
        response.resetBuffer();
        withoutFile(response.getRequest());
        coyote.getMimeHeaders().recycle();
        coyote.setContentType(null);
        coyote.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        coyote.setMessage(null);
        coyote.setContentLength(0);
        keepRenamed(response, state);
        state.failure().replaced();
    }

    /** The system would send the application's file behind the head of the 503: Tomcat finds it in the request, not in the response. */
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
