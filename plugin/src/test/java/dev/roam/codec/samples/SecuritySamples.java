package dev.roam.codec.samples;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;

/** What Spring Security keeps in a session. */
@SuppressWarnings("JdkObsolete") // the servlet API asks for a StringBuffer
final class SecuritySamples {
    private static final List<GrantedAuthority> ROLES =
            List.of(new SimpleGrantedAuthority("ROLE_USER"), new SimpleGrantedAuthority("ROLE_ADMIN"));

    private SecuritySamples() {}

    static List<Sample> samples() {
        return new Topic("Spring Security 6.5")
                .add("`SecurityContext` of a form login", () -> context(login()))
                .add(
                        "`SecurityContext` of remember-me",
                        () -> context(new RememberMeAuthenticationToken("k", user(), ROLES)))
                .add(
                        "`SecurityContext` of nobody",
                        () -> context(new AnonymousAuthenticationToken("k", "anonymous", ROLES)))
                .add("`SecurityContext` of a login before", SecuritySamples::preAuthenticated)
                .add("`SecurityContext` of a test", () -> context(new TestingAuthenticationToken("u", "p", "ROLE_X")))
                .add("`SecurityContext` of a switched user", SecuritySamples::switched)
                .add("empty `SecurityContext`", () -> new SecurityContextImpl())
                .add("`DefaultSavedRequest`", () -> new DefaultSavedRequest(request()))
                .add("`CsrfToken`", () -> new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "token"))
                .local("`AuthenticationException`", () -> new BadCredentialsException("Bad credentials"))
                .samples();
    }

    private static Object context(Authentication authentication) {
        return new SecurityContextImpl(authentication);
    }

    private static User user() {
        return new User("duke", "{noop}p", true, true, true, false, ROLES);
    }

    private static Authentication login() {
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(user(), null, ROLES);
        token.setDetails(new WebAuthenticationDetails("127.0.0.1", "0123456789"));
        return token;
    }

    private static Object preAuthenticated() {
        PreAuthenticatedAuthenticationToken token = new PreAuthenticatedAuthenticationToken(user(), "n/a", ROLES);
        token.setDetails(Map.of("since", Instant.EPOCH));
        return context(token);
    }

    private static Object switched() {
        List<GrantedAuthority> both =
                List.of(ROLES.get(0), new SwitchUserGrantedAuthority("ROLE_PREVIOUS_ADMINISTRATOR", login()));
        return context(UsernamePasswordAuthenticationToken.authenticated(user(), null, both));
    }

    /** As much of a request as the saved one asks for. */
    private static HttpServletRequest request() {
        Map<String, Object> answers = Map.of(
                "getCookies",
                new Cookie[] {new Cookie("a", "b")},
                "getHeaderNames",
                Collections.enumeration(List.of("Accept")),
                "getHeaders",
                Collections.enumeration(List.of("text/html")),
                "getLocales",
                Collections.enumeration(List.of(Locale.GERMANY)),
                "getParameterMap",
                Map.of("q", new String[] {"1", "2"}),
                "getServerPort",
                8080,
                "getMethod",
                "GET",
                "getScheme",
                "http",
                "getServerName",
                "example.org",
                "getRequestURL",
                new StringBuffer("http://example.org:8080/shop/cart"));
        return (HttpServletRequest) Proxy.newProxyInstance(
                SecuritySamples.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getReturnType() == String.class
                        ? answers.getOrDefault(method.getName(), "/shop/cart")
                        : answers.get(method.getName()));
    }
}
