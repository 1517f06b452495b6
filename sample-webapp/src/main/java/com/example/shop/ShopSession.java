package com.example.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the shop keeps in an {@code HttpSession}, by name and type. Looking around needs no session; the first cart or login begins one. */
final class ShopSession {

    private static final String CART = "cart";
    private static final String USER = "user";
    private static final String RECEIPT = "receipt";

    private final HttpSession session;

    private ShopSession(HttpSession session) {
        this.session = session;
    }

    /** The session of this request, begun if there is none. */
    static ShopSession of(HttpServletRequest request) {
        return new ShopSession(request.getSession());
    }

    /** The session of this request, if it has one. */
    static Optional<ShopSession> existing(HttpServletRequest request) {
        return Optional.ofNullable(request.getSession(false)).map(ShopSession::new);
    }

    /** Logs in under this name, with a new session id: one that somebody planted before the login is worth nothing after it. */
    static void logIn(HttpServletRequest request, String name) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute(USER, name);
    }

    /** The cart, put into the session when first asked for. It may be changed in place. */
    Cart cart() {
        Cart cart = (Cart) session.getAttribute(CART);
        if (cart == null) {
            cart = new Cart();
            session.setAttribute(CART, cart);
        }
        return cart;
    }

    int pieces() {
        Cart cart = (Cart) session.getAttribute(CART);
        return cart == null ? 0 : cart.pieces();
    }

    /** The name of who is logged in, or null. */
    @Nullable
    String user() {
        return (String) session.getAttribute(USER);
    }

    @Nullable
    Receipt receipt() {
        return (Receipt) session.getAttribute(RECEIPT);
    }

    void receipt(Receipt receipt) {
        session.setAttribute(RECEIPT, receipt);
    }

    /** The first characters of the id: enough to tell sessions apart on a screen, too few to steal one. */
    String idHead() {
        String id = session.getId();
        return id.substring(0, Math.min(8, id.length()));
    }

    Duration age() {
        return Duration.ofMillis(System.currentTimeMillis() - session.getCreationTime());
    }

    void end() {
        session.invalidate();
    }
}
