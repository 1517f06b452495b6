package dev.roam.it.spring;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.servlet.View;

/** What the frameworks have put into the session. */
@Controller
class SessionController {

    /** Why the last login has failed; Spring Security keeps the exception. */
    @GetMapping("/why")
    View why(
            @SessionAttribute(name = WebAttributes.AUTHENTICATION_EXCEPTION, required = false) @Nullable
                    AuthenticationException reason) {
        return new Page("Why").line("reason", reason);
    }

    @GetMapping("/session")
    View show(HttpSession session, Authentication user) {
        Page page = new Page("Session").line("session", "id(" + session.getId() + ")");
        if (user.getDetails() instanceof WebAuthenticationDetails details) {
            page.line("session at the login", "id(" + details.getSessionId() + ")");
        }
        new TreeSet<>(Collections.list(session.getAttributeNames()))
                .forEach(name ->
                        page.line(name, session.getAttribute(name).getClass().getName()));
        return page;
    }
}
