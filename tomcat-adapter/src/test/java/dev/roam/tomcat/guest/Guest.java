package dev.roam.tomcat.guest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** Uses a session in every way that could keep the application in memory. */
public final class Guest extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/cart" ->
                response.getWriter().print(cart(request.getSession()).add());
            case "/attributes" -> {
                request.getSession().setAttribute("broken", new Broken());
                request.getSession().setAttribute("local", new Local());
            }
            case "/read" -> response.getWriter().print(request.getSession().getAttribute("broken"));
            case "/login" -> {
                request.logout();
                request.login("ann", "secret");
                response.getWriter().print(request.getUserPrincipal().getClass().getSimpleName());
            }
            case "/who" ->
                response.getWriter().print(request.getUserPrincipal().getClass().getSimpleName());
            case "/async" -> async(request.startAsync());
            case "/hold" -> hold(request);
            case "/fail" -> throw new ServletException(new Broken.Unreadable());
            default -> response.sendError(404);
        }
    }

    private static Cart cart(HttpSession session) {
        Cart cart = (Cart) session.getAttribute("cart");
        if (cart == null) {
            cart = new Cart();
            session.setAttribute("cart", cart);
        }
        return cart;
    }

    private static void async(AsyncContext async) {
        async.start(() -> {
            cart(((HttpServletRequest) async.getRequest()).getSession()).add();
            async.complete();
        });
    }

    /** Is still in its session when the application stops, and changes it then. */
    private void hold(HttpServletRequest request) throws ServletException {
        HttpSession session = request.getSession();
        Cart cart = cart(session);
        CountDownLatch entered = latch("entered");
        CountDownLatch released = latch("released");
        entered.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new ServletException(e);
        }
        cart.add();
        session.setAttribute("late", new Cart());
    }

    private CountDownLatch latch(String name) {
        return (CountDownLatch) Objects.requireNonNull(getServletContext().getAttribute(name));
    }
}
