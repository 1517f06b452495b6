package com.example.shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Ends the session, the cart included. */
@SuppressWarnings("serial")
public final class LogoutServlet extends HttpServlet {

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ShopSession.existing(request).ifPresent(ShopSession::end);
        response.sendRedirect(request.getContextPath() + "/");
    }
}
