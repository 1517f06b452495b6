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
    private final LazyPrincipal principal;

    private LazyLoginRequest(HttpServletRequest request, LazyPrincipal principal) {
        super(request);
        this.principal = principal;
    }

    /** Wraps what the application will see of a request, if its login is not known and somebody could ask. */
    static void install(Request request) {
        if (request.getPrincipal() instanceof LazyPrincipal principal && !principal.isResolved() && hasAsker(request)) {
            request.setRequest(new LazyLoginRequest(request.getRequest(), principal));
        }
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

    @Override
    public boolean isUserInRole(String role) {
        principal.publish();
        return super.isUserInRole(role);
    }

    @Override
    public @Nullable String getAuthType() {
        principal.publish();
        return super.getAuthType();
    }
}
