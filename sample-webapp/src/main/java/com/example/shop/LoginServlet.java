package com.example.shop;

import static com.example.shop.Html.escape;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Logs in whoever gives a name: there is nothing to steal here. */
@SuppressWarnings("serial")
public final class LoginServlet extends HttpServlet {

    private static final int LONGEST_NAME = 40;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body =
                """
                <section class="sheet narrow"><h1>Log in</h1>
                <form method="post" action="%s/login" class="login">
                  <label for="name">Your name (any will do)</label>
                  <input id="name" name="name" required maxlength="%d" autocomplete="username" autofocus>
                  <button>Log in</button>
                </form></section>"""
                        .formatted(escape(request.getContextPath()), LONGEST_NAME);
        Page.send(request, response, "Log in", body);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name =
                Objects.requireNonNullElse(request.getParameter("name"), "").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "A name has 1 to " + LONGEST_NAME + " characters");
            return;
        }
        ShopSession.logIn(request, name);
        response.sendRedirect(request.getContextPath() + "/");
    }
}
