package dev.roam.it.probe;

import static java.util.Map.entry;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Finds the {@link Page} by its path and sends its answer in the {@link Manner} that the request asks for. */
public final class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final Map<String, Page> PAGES = Map.ofEntries(
            entry("/ping", request -> "pong\n"),
            entry("/version", ProbeServlet::version),
            entry("/nested", HardPages::nested),
            entry("/text", HardPages::text),
            entry("/set-then-get", HardPages::setThenGet),
            entry("/fail", HardPages::fail),
            entry("/source", HardPages::source),
            entry("/carry", HardPages::carry),
            entry("/slow-rename", HardPages::slowRename),
            entry("/counter", SessionPages::counter),
            entry("/set", SessionPages::set),
            entry("/get", SessionPages::get),
            entry("/fill", SessionPages::fill),
            entry("/bind", SessionPages::bind),
            entry("/travel", SessionPages::travel),
            entry("/local", SessionPages::local),
            entry("/remove", SessionPages::remove),
            entry("/info", SessionPages::info),
            entry("/timeout", SessionPages::timeout),
            entry("/start", SessionPages::start),
            entry("/rename", SessionPages::rename),
            entry("/invalidate", SessionPages::invalidate),
            entry("/login", LoginPages::login),
            entry("/logout", LoginPages::logout),
            entry("/account", LoginPages::account),
            entry("/login-form", request -> "form=login\n"),
            entry("/login-failed", request -> "form=failed\n"),
            entry("/misuse", MisusePages::misuse),
            entry("/use-after-end", MisusePages::useAfterEnd),
            entry("/slow", SlowPages::slow),
            entry("/await", SlowPages::await),
            entry("/release", SlowPages::release),
            entry("/sessions-of", RegistryPages::sessionsOf),
            entry("/session-of-id", RegistryPages::session),
            entry("/end-session", RegistryPages::end),
            entry("/end-sessions-of", RegistryPages::endAll),
            entry("/job", RegistryPages::job),
            entry("/update-session", RegistryPages::update),
            entry("/events", request -> Events.of(request.getServletContext()).take()));

    /** The version of the application, of those that are deployed under one path; {@code org.apache.catalina.Globals.WEBAPP_VERSION}. */
    private static String version(HttpServletRequest request) {
        return new Lines()
                .add("version", request.getServletContext().getAttribute("org.apache.catalina.webappVersion"))
                .toString();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Page page = PAGES.get(request.getPathInfo());
        if (page == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        Manner.of(request).send(page.answer(request), request, response);
    }
}
