package dev.roam.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.servlets.DefaultServlet;
import org.jspecify.annotations.Nullable;

/**
 * The request as the application sees it while its login is not known: the two questions that Tomcat's request answers without asking the
 * principal open the session first. {@code isUserInRole("**")} would be true for any principal, also for one behind which nobody is logged in;
 * {@code getAuthType} is a plain string.
 *
 * <p>Static files do without it where no filter could ask, because {@code DefaultServlet.checkSendfile} sends from the kernel only for a request that
 * nobody has wrapped.
 */
final class LazyLoginRequest extends HttpServletRequestWrapper {
    /** Its principal is looked up when it matters: an asynchronous dispatch keeps this wrapper and brings another principal. */
    private final Request tomcats;

    private LazyLoginRequest(HttpServletRequest request, Request tomcats) {
        super(request);
        this.tomcats = tomcats;
    }

    /**
     * Wraps what the application will see of a request, if its login is not known and somebody could ask.
     *
     * @return whether the request is wrapped now
     */
    static boolean install(Request request) {
        return hasAsker(request) && wrap(request);
    }

    /** As {@link #install}, for whoever asks when the pipeline is left: error pages and listeners. No file is sent from the kernel any more. */
    static void installForErrorPage(Request request) {
        wrap(request);
    }

    private static boolean wrap(Request request) {
        if (request.getRequest() instanceof LazyLoginRequest) {
            return true;
        }
        if (request.getPrincipal() instanceof LazyPrincipal principal && !principal.isResolved()) {
            request.setRequest(new LazyLoginRequest(request.getRequest(), request));
            return true;
        }
        return false;
    }

    /** Undoes {@link #install}. */
    static void remove(Request request) {
        if (request.getRequest() instanceof LazyLoginRequest lazy) {
            request.setRequest((HttpServletRequest) lazy.getRequest());
        }
    }

    private static boolean hasAsker(Request request) {
        Wrapper wrapper = request.getWrapper();
        return wrapper == null
                || !DefaultServlet.class.getName().equals(wrapper.getServletClass())
                || request.getContext().findFilterMaps().length > 0;
    }

    /** Whether the login is known now; where the store cannot tell and nobody can be told, nobody is logged in. */
    private boolean settle() {
        if (tomcats.getPrincipal() instanceof LazyPrincipal principal) {
            principal.publish();
            return principal.isResolved();
        }
        return true;
    }

    @Override
    public boolean isUserInRole(String role) {
        return settle() && super.isUserInRole(role);
    }

    @Override
    public @Nullable String getAuthType() {
        settle();
        return super.getAuthType();
    }
}
