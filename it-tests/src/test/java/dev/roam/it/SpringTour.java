package dev.roam.it;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Through the shop on Spring MVC and Spring Security: a request before the login, a failed login, the login, a basket, a message that is shown once, a
 * language, an order that is begun; then the order's end, a forged request, the logout, and another user.
 */
final class SpringTour extends Tour {

    private Visit.@Nullable Page order;

    SpringTour(Visit visit) {
        super(visit);
    }

    @Override
    void begin() throws IOException {
        Visit.Page login = visit().follow(visit().open("/search?colour=red&colour=blue&text=caf%C3%A9"));
        Visit.Page refused = login(login, "ann", "wrong").shows("Invalid credentials");
        visit().open("/why").shows("BadCredentialsException: Bad credentials");
        String before = visit().sessionId();
        login(refused, "ann", "secret").shows("colours: [red, blue]", "text: caf&eacute;");
        visit().openWithOldId(before, "/").expect(302);

        add(visit().open("/"), "tea", "1200").shows("user: ann", "message: Added tea", "tea: 1,200");
        visit().open("/?locale=de").shows("message: null", "language: Deutsch");
        visit().open("/why").shows("reason: null");
        order = visit().submit(visit().open("/order"), "/order/wrapping", "recipient", "Bob", "day", "2026-12-24");
    }

    @Override
    void goOn() throws IOException {
        if (order == null) {
            throw new IllegalStateException("The order was not begun");
        }
        Visit.Page check = visit().submit(order, "/order/check", "wrapping", "RED", "limit", "12.50")
                .shows("recipient: Bob", "day: 2026-12-24", "wrapping: in red paper");
        visit().submit(check, "/order/done").shows("Ordered", "limit: 12.50");

        Visit.Page basket =
                add(visit().open("/"), "ink", "2000").shows("tea: 1.200", "ink: 2.000", "message: Added ink");
        visit().submit(basket, "/add", "name", "nothing", "pieces", "1", "_csrf", "made up")
                .expect(403);
        visit().open("/session").shows("SPRING_SECURITY_CONTEXT");
        visit().follow(visit().submit(basket, "/empty")).shows("Empty now").showsNo("tea");

        String before = visit().sessionId();
        Visit.Page signedOut = visit().follow(visit().submit(visit().open("/logout"), "/logout"))
                .shows("You have been signed out");
        visit().openWithOldId(before, "/").expect(302);
        login(signedOut, "bob", "secret").shows("user: bob", "language: English");
    }

    private Visit.Page login(Visit.Page form, String user, String password) throws IOException {
        return visit().follow(visit().submit(form, "/login", "username", user, "password", password));
    }

    private Visit.Page add(Visit.Page basket, String name, String pieces) throws IOException {
        return visit().follow(visit().submit(basket, "/add", "name", name, "pieces", pieces));
    }
}
