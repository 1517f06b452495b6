package com.example.shop;

import static com.example.shop.Html.escape;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Turns a cart into an order, for those who are logged in, and shows its number. */
@SuppressWarnings("serial")
public final class CheckoutServlet extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ShopSession session = ShopSession.of(request);
        if (session.user() == null) {
            response.sendRedirect(request.getContextPath() + "/login");
            return;
        }
        List<Cart.Line> bought = session.cart().takeAll();
        if (bought.isEmpty()) {
            response.sendRedirect(request.getContextPath() + "/cart");
            return;
        }
        int pieces = bought.stream().mapToInt(Cart.Line::quantity).sum();
        session.receipt(new Receipt(orderNumber(), pieces, Cart.Line.total(bought)));
        response.sendRedirect(request.getContextPath() + "/checkout");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Receipt receipt =
                ShopSession.existing(request).map(ShopSession::receipt).orElse(null);
        if (receipt == null) {
            response.sendRedirect(request.getContextPath() + "/cart");
            return;
        }
        String body =
                """
                <section class="sheet"><h1>Thank you.</h1>
                <p>Your order of %d piece%s for %s is on its way.</p>
                <p class="order">%s</p>
                <a class="button" href="%s/">Go on looking</a></section>"""
                        .formatted(
                                receipt.pieces(),
                                receipt.pieces() == 1 ? "" : "s",
                                Product.price(receipt.cents()),
                                escape(receipt.number()),
                                escape(request.getContextPath()));
        Page.send(request, response, "Order", body);
    }

    private static String orderNumber() {
        return "W-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }
}
