package com.example.shop;

import static com.example.shop.Html.escape;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the cart, and adds to it or takes from it. */
@SuppressWarnings("serial")
public final class CartServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Cart.Line> lines = ShopSession.existing(request)
                .map(session -> session.cart().lines())
                .orElse(List.of());
        Page.send(request, response, "Cart", lines.isEmpty() ? empty(request) : full(request, lines));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Product> add = product(request, "add");
        Optional<Product> remove = product(request, "remove");
        if (add.isEmpty() && remove.isEmpty()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "There is no such product");
            return;
        }
        Cart cart = ShopSession.of(request).cart();
        // In place, and no setAttribute after it: the session holds this very object.
        add.ifPresent(cart::add);
        remove.ifPresent(cart::remove);
        response.sendRedirect(request.getContextPath() + "/cart");
    }

    private static Optional<Product> product(HttpServletRequest request, String parameter) {
        return Optional.ofNullable(request.getParameter(parameter)).flatMap(Catalog::find);
    }

    private static String empty(HttpServletRequest request) {
        return """
                <section class="sheet"><h1>Your cart</h1><p>There is nothing in it yet.</p>
                <a class="button" href="%s/">Look around</a></section>"""
                .formatted(escape(request.getContextPath()));
    }

    private static String full(HttpServletRequest request, List<Cart.Line> lines) {
        String base = escape(request.getContextPath());
        return """
                <section class="sheet"><h1>Your cart</h1>
                <table>
                %s
                <tr class="total"><td colspan="3">Total</td><td>%s</td></tr>
                </table>
                <form method="post" action="%s/checkout"><button>Check out</button></form>
                </section>"""
                .formatted(
                        lines.stream().map(line -> row(base, line)).collect(Collectors.joining("\n")),
                        Product.price(Cart.Line.total(lines)),
                        base);
    }

    private static String row(String base, Cart.Line line) {
        Product product = line.product();
        return """
                <tr>
                  <td><svg class="thumb" aria-hidden="true"><use href="%s/static/goods.svg#%s"/></svg></td>
                  <td>%s</td>
                  <td class="amount">%s<b>%d</b>%s</td>
                  <td>%s</td>
                </tr>"""
                .formatted(
                        base,
                        escape(product.id()),
                        escape(product.name()),
                        step(base, "remove", product, "−"),
                        line.quantity(),
                        step(base, "add", product, "+"),
                        Product.price(line.cents()));
    }

    private static String step(String base, String what, Product product, String sign) {
        return """
                <form method="post" action="%s/cart"><input type="hidden" name="%s" value="%s">\
                <button class="step" aria-label="%s one %s">%s</button></form>"""
                .formatted(base, what, escape(product.id()), what, escape(product.name()), sign);
    }
}
