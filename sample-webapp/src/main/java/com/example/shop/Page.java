package com.example.shop;

import static com.example.shop.Html.escape;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The frame of every page: the bar with cart and login above, and below the strip that tells which server answered, from which session. */
final class Page {

    private final String base;
    private final String node;
    private final Optional<ShopSession> session;

    private Page(HttpServletRequest request) {
        base = escape(request.getContextPath());
        node = escape(node(request));
        session = ShopSession.existing(request);
    }

    /** Sends a whole page. */
    static void send(HttpServletRequest request, HttpServletResponse response, String title, String body)
            throws IOException {
        Page page = new Page(request);
        // Built before anything is written: a session that cannot be read must become an error page, not half a page.
        String html = page.html(title, body);
        write(response, html);
    }

    /** Sends the strip alone, for the script that follows which server answers. */
    static void sendStrip(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(response, new Page(request).strip());
    }

    private static void write(HttpServletResponse response, String html) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
        response.getWriter().write(html);
    }

    private static String node(HttpServletRequest request) {
        return System.getProperty("node.name", request.getLocalAddr() + ":" + request.getLocalPort());
    }

    private String html(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>%s · Wayside</title>
                  <link rel="icon" href="%s/static/icon.svg">
                  <link rel="stylesheet" href="%s/static/shop.css">
                  <script src="%s/static/shop.js" defer></script>
                </head>
                <body>
                %s
                <main>
                %s
                </main>
                %s
                </body>
                </html>
                """
                .formatted(escape(title), base, base, base, bar(), body, strip());
    }

    private String bar() {
        int pieces = session.map(ShopSession::pieces).orElse(0);
        return """
                <header id="bar">
                  <a class="brand" href="%s/">Wayside<small>goods for the road</small></a>
                  <nav>
                    <a class="cart-link" href="%s/cart">Cart <b>%d</b></a>
                    %s
                  </nav>
                </header>"""
                .formatted(
                        base, base, pieces, login(session.map(ShopSession::user).orElse(null)));
    }

    private String login(@Nullable String user) {
        if (user == null) {
            return "<a class=\"button\" href=\"%s/login\">Log in</a>".formatted(base);
        }
        return """
                <span class="user">%s</span>
                <form method="post" action="%s/logout"><button class="quiet">Log out</button></form>"""
                .formatted(escape(user), base);
    }

    private String strip() {
        String about = session.map(has ->
                        """
                        <span>session <code>%s</code></span><span>%s old</span><span>%d in the cart</span>"""
                                .formatted(escape(has.idHead()), age(has.age()), has.pieces()))
                .orElse("<span>no session yet</span>");
        return """
                <footer id="strip" data-node="%s">
                  <span class="node"><i class="dot"></i>answered by <b>%s</b></span>
                  %s
                  <span class="trail" title="who answered lately"></span>
                  <button class="burst" data-status="%s/status" hidden>Send 30 requests</button>
                </footer>"""
                .formatted(node, node, about, base);
    }

    /** An age for people, in its two largest units. */
    static String age(Duration age) {
        if (age.toHours() > 0) {
            return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
        }
        if (age.toMinutes() > 0) {
            return "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
        }
        return "%d s".formatted(Math.max(0, age.toSeconds()));
    }
}
