package dev.roam.jetty;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee10.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** The context of {@link LoginNode} in ee10. */
final class Ee10Context {
    private Ee10Context() {}

    static Handler of(LoginService logins, Map<String, LoginNode.Page> pages) {
        return of(logins, new FormAuthenticator(LoginNode.FORM, LoginNode.FAILED, false), pages);
    }

    static Handler of(LoginService logins, Authenticator authenticator, Map<String, LoginNode.Page> pages) {
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.SESSIONS | ServletContextHandler.SECURITY);
        context.addServlet(new ServletHolder(new Pages(pages)), "/*");
        ServletHolder runningAsBoss = new ServletHolder(new Pages(pages));
        runningAsBoss.setRunAsRole("boss");
        context.addServlet(runningAsBoss, "/asboss/*");
        ConstraintSecurityHandler security = (ConstraintSecurityHandler) context.getSecurityHandler();
        security.setLoginService(logins);
        security.setAuthenticator(authenticator);
        security.addConstraintMapping(only("shopper", "/inside/*"));
        security.addConstraintMapping(only("boss", "/office/*"));
        security.addKnownRole("auditor");
        return context;
    }

    private static ConstraintMapping only(String role, String path) {
        Constraint constraint = Constraint.from("only", Constraint.Authorization.SPECIFIC_ROLE, role);
        ConstraintMapping mapping = new ConstraintMapping();
        mapping.setPathSpec(path);
        mapping.setConstraint(constraint);
        return mapping;
    }

    @SuppressWarnings("serial") // never serialised
    private static final class Pages extends HttpServlet {
        private final Map<String, LoginNode.Page> pages;

        Pages(Map<String, LoginNode.Page> pages) {
            this.pages = pages;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            LoginNode.Page page = pages.get(request.getRequestURI());
            try {
                response.getWriter().print(page == null ? "nothing here" : page.show(new RequestVisit(request)));
            } catch (ServletException | IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ServletException(e);
            }
        }
    }

    private record RequestVisit(HttpServletRequest request) implements Visit {
        @Override
        public @Nullable String user() {
            return request.getRemoteUser();
        }

        @Override
        public @Nullable Principal principal() {
            return request.getUserPrincipal();
        }

        @Override
        public @Nullable String authType() {
            return request.getAuthType();
        }

        @Override
        public boolean hasRole(String role) {
            return request.isUserInRole(role);
        }

        @Override
        public @Nullable String parameter(String name) {
            return request.getParameter(name);
        }

        @Override
        public void login(String user, String password) throws ServletException {
            request.login(user, password);
        }

        @Override
        public void logout() throws ServletException {
            request.logout();
        }

        @Override
        public void invalidate() {
            request.getSession().invalidate();
        }

        @Override
        public Set<String> attributes() {
            HttpSession session = request.getSession(false);
            return session == null ? Set.of() : new TreeSet<>(Collections.list(session.getAttributeNames()));
        }

        @Override
        public @Nullable Object attribute(String name) {
            HttpSession session = request.getSession(false);
            return session == null ? null : session.getAttribute(name);
        }
    }
}
