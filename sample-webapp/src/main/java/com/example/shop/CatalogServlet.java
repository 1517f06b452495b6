package com.example.shop;

import static com.example.shop.Html.escape;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;

/** The start page: everything there is to buy. */
@SuppressWarnings("serial")
public final class CatalogServlet extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String base = escape(request.getContextPath());
        String cards =
                Catalog.PRODUCTS.stream().map(product -> card(base, product)).collect(Collectors.joining("\n"));
        String body =
                """
                <section class="hero"><h1>Travel light.</h1><p>Eight things worth carrying.</p></section>
                <section class="grid">
                %s
                </section>"""
                        .formatted(cards);
        Page.send(request, response, "Shop", body);
    }

    private static String card(String base, Product product) {
        return """
                <article class="card">
                  <svg class="picture" aria-hidden="true"><use href="%s/static/goods.svg#%s"/></svg>
                  <h2>%s</h2>
                  <p>%s</p>
                  <form method="post" action="%s/cart" class="in-place">
                    <input type="hidden" name="add" value="%s">
                    <b>%s</b>
                    <button>Add to cart</button>
                  </form>
                </article>"""
                .formatted(
                        base,
                        escape(product.id()),
                        escape(product.name()),
                        escape(product.blurb()),
                        base,
                        escape(product.id()),
                        Product.price(product.cents()));
    }
}
