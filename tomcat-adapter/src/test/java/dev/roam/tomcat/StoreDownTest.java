package dev.roam.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.StoreException;
import dev.roam.record.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 9: a store that cannot be reached is a complete 503, once, and the user's cookie stays as it is. Every manner of answering: {@link CompleteUnavailableTest}. */
@TestInstance(Lifecycle.PER_CLASS)
class StoreDownTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Map<String, TestNode.Page> cases = new TreeMap<>();

    private void page(String name, TestNode.Page page) {
        cases.put(name, page);
        node.page("/" + name, page);
    }

    /** Changes the session while the store can still be reached. */
    private void change(HttpServletRequest request) {
        request.getSession().setAttribute("value", "lost");
        store.down = true;
    }

    @BeforeAll
    void start() {
        page("small", (request, response) -> {
            change(request);
            response.getWriter().print("small");
        });
        page("cannotOpen", (request, response) -> {
            store.down = true;
            response.getWriter().print(request.getSession().getAttribute("value"));
        });
        page("cannotInvalidate", (request, response) -> {
            request.getSession().getAttribute("value");
            store.down = true;
            request.getSession().invalidate();
        });
        page("handledByTheApplication", (request, response) -> {
            store.down = true;
            try {
                request.getSession().getAttribute("value");
            } catch (StoreException e) {
                response.setStatus(500);
                response.getWriter().print("an error page of the framework's own");
            }
        });
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/read", (request, response) -> response.getWriter()
                        .print(request.getSession().getAttribute("value")))
                .page("/new", (request, response) -> {
                    request.getSession().setAttribute("value", "never stored");
                    store.down = true;
                })
                .page("/untouched", (request, response) -> {
                    store.down = true;
                    response.getWriter().print("untouched");
                })
                .page("/coped", (request, response) -> {
                    store.down = true;
                    try {
                        request.getSession().getAttribute("value");
                    } catch (StoreException e) {
                        response.getWriter().print("come back later");
                    }
                })
                .start();
    }

    @AfterEach
    void storeIsBack() {
        store.before = operation -> {};
        store.down = false;
    }

    @AfterAll
    void stop() {
        node.close();
    }

    Stream<String> cases() {
        return cases.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_request_whose_session_cannot_be_stored_gets_a_complete_503_and_keeps_its_cookie(String name)
            throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        HttpResponse<String> response = node.get("/" + name, cookie);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        store.down = false;
        assertThat(node.get("/read", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void a_503_says_why() {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        assertThat(node.get("/small", cookie).body()).contains("store of the sessions cannot be reached");
    }

    @Test
    void a_session_that_could_not_be_created_leaves_no_cookie() {
        HttpResponse<String> response = node.get("/new", null);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void a_request_that_does_not_need_its_session_goes_on() {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        assertThat(node.get("/untouched", cookie).body()).isEqualTo("untouched");
    }

    @Test
    void an_application_may_do_without_its_session() {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        HttpResponse<String> response = node.get("/coped", cookie);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("come back later");
    }

    @Test
    void a_cookie_that_is_sent_twice_gets_a_complete_503_too() {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        store.down = true;

        HttpResponse<String> response = node.get("/read", cookie + "; " + cookie);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("store of the sessions cannot be reached");
    }

    @Test
    void a_page_of_the_applications_for_503_is_shown_though_it_uses_the_session_and_waits_for_nothing() {
        try (TestNode other = TestNode.on(store)) {
            other.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                    .page("/read", (request, response) -> response.getWriter()
                            .print(request.getSession().getAttribute("value")))
                    .page("/change", (request, response) -> change(request))
                    .page("/new", (request, response) -> change(request))
                    .page("/sorry", (request, response) -> {
                        request.getSession(true).setAttribute("seen", "sorry");
                        response.getWriter()
                                .print("sorry " + request.getSession().getAttribute("value") + " "
                                        + request.getRemoteUser() + " " + request.isUserInRole("**"));
                    })
                    .with(context -> {
                        ErrorPage page = new ErrorPage();
                        page.setErrorCode(503);
                        page.setLocation("/sorry");
                        context.addErrorPage(page);
                    })
                    .start();
            String cookie = TestNode.newCookie(other.get("/begin", null));
            List<Operation> asked = new CopyOnWriteArrayList<>();
            store.before = operation -> {
                if (!Thread.currentThread().getName().startsWith("roam-")) { // those try again by and by
                    asked.add(operation);
                }
            };
            for (String path : new String[] {"/read", "/change", "/new"}) {
                store.down = path.equals("/read");
                asked.clear();
                HttpResponse<String> response = other.get(path, path.equals("/new") ? null : cookie);

                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(response.body()).as(path).isEqualTo("sorry null null false");
                assertThat(response.headers().allValues("Set-Cookie")).as(path).isEmpty();
                assertThat(asked).as(path).hasSizeLessThanOrEqualTo(2);
                store.down = false;
            }
            assertThat(other.get("/read", cookie).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void the_next_request_on_the_same_connection_is_served() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        try (Socket socket = new Socket("localhost", node.port())) {
            socket.setSoTimeout(20_000);
            for (String path : new String[] {"coped", "begin", "read"}) {
                boolean last = path.equals("read");
                String head = "GET /app/" + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n"
                        + (last ? "Connection: close\r\n" : "") + "\r\n";
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
                if (path.equals("coped")) {
                    byte[] first = socket.getInputStream().readNBytes(12);
                    assertThat(new String(first, ISO_8859_1)).isEqualTo("HTTP/1.1 200");
                    store.down = false;
                }
            }
            String rest = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(rest).endsWith("kept");
        }
    }
}
