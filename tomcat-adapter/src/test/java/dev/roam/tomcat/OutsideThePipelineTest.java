package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who asks for a session outside the context's pipeline (error pages, listeners, threads of asynchronous requests) gets what a page gets: nothing
 * under an id that the session no longer has (promise 5), and nobody where nobody is logged in.
 */
class OutsideThePipelineTest {
    private static final String UNKNOWN = "JSESSIONID=0123456789ABCDEF0123456789ABCDEF";

    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final BlockingQueue<String> destroyed = new LinkedBlockingQueue<>();

    private static String seen(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object value = session == null ? "no session" : session.getAttribute("value");
        return value + ", " + request.getRemoteUser();
    }

    private static String userFirst(HttpServletRequest request) {
        return request.getRemoteUser() + ", " + seen(request);
    }

    @BeforeEach
    void start() {
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/login", (request, response) -> request.login("ann", "secret"))
                .page("/read", (request, response) -> response.getWriter().print(seen(request)))
                .page("/untouched", (request, response) -> {})
                .page("/error", (request, response) -> response.getWriter()
                        .print(userFirst(request) + ", " + request.isUserInRole("**")))
                .page("/errorRole", (request, response) -> response.getWriter().print(request.isUserInRole("**")))
                .page("/gone", (request, response) -> response.sendError(410))
                .page("/thread", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            async.getResponse().getWriter().print(userFirst((HttpServletRequest) async.getRequest()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        async.complete();
                    });
                })
                .page("/role", (request, response) -> response.getWriter().print(request.isUserInRole("**")))
                .page("/dispatched", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> async.dispatch("/role"));
                })
                .page("/looksThenDispatched", (request, response) -> {
                    request.getSession(false);
                    AsyncContext async = request.startAsync();
                    async.start(() -> async.dispatch("/role"));
                });
        node.tomcat.addUser("ann", "secret");
        node.tomcat.addRole("ann", "buyer");
        node.with(OutsideThePipelineTest::errorPages)
                .with(context -> context.addLifecycleListener(event -> {
                    if (event.getType().equals("configure_start")) {
                        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
                        context.addServletMappingDecoded("/static/*", "default");
                        ((StandardContext) context).addApplicationEventListener(new ServletRequestListener() {
                            @Override
                            public void requestDestroyed(ServletRequestEvent event) {
                                destroyed.add(userFirst((HttpServletRequest) event.getServletRequest()));
                            }
                        });
                    }
                }))
                .start();
    }

    private static void errorPages(Context context) {
        page(context, 404, "/error");
        page(context, 410, "/errorRole");
    }

    private static void page(Context context, int status, String location) {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(status);
        page.setLocation(location);
        context.addErrorPage(page);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_session_is_unknown_under_the_id_that_it_had_before_a_login_whoever_asks() throws Exception {
        String old = TestNode.newCookie(node.get("/begin", null));
        String cookie = TestNode.newCookie(node.get("/login", old));

        assertThat(node.get("/read", old).body()).isEqualTo("no session, null");
        assertThat(node.get("/missing", old).body()).isEqualTo("null, no session, null, false");
        assertThat(node.get("/thread", old).body()).isEqualTo("null, no session, null");
        destroyed.clear();
        node.get("/untouched", old);
        assertThat(destroyed.poll(10, TimeUnit.SECONDS)).isEqualTo("null, no session, null");

        assertThat(node.get("/missing", cookie).body()).isEqualTo("ann, kept, ann, true");
        assertThat(node.get("/thread", cookie).body()).isEqualTo("ann, kept, ann");
        destroyed.clear();
        node.get("/untouched", cookie);
        assertThat(destroyed.poll(10, TimeUnit.SECONDS)).isEqualTo("ann, kept, ann");
    }

    @Test
    void nobody_is_in_any_role_after_an_asynchronous_dispatch() {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        for (String page : new String[] {"/role", "/dispatched", "/looksThenDispatched"}) {
            assertThat(node.get(page, UNKNOWN).body()).as(page).isEqualTo("false");
            assertThat(node.get(page, cookie).body()).as(page).isEqualTo("false");
        }
        String in = TestNode.newCookie(node.get("/login", cookie));
        assertThat(node.get("/dispatched", in).body()).isEqualTo("true");
        assertThat(node.get("/looksThenDispatched", in).body()).isEqualTo("true");
    }

    @Test
    void nobody_is_in_any_role_on_the_error_page_of_a_missing_static_file() {
        node.with(context -> context.removeErrorPage(context.findErrorPage(404)))
                .with(context -> page(context, 404, "/errorRole"));

        assertThat(node.get("/static/missing", UNKNOWN).body()).isEqualTo("false");
        assertThat(node.get("/gone", UNKNOWN).body()).isEqualTo("false");
    }
}
