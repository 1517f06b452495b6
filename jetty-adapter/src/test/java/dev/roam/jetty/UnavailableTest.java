package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.StoreException;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store cannot be reached: who needs the session gets a whole 503, who does not gets the page; nobody's cookie is touched (promise 9). */
@Timeout(60)
class UnavailableTest {
    private final SharedRecords records = new SharedRecords();
    private final Map<String, TestNode.Action> actions = new ConcurrentHashMap<>();
    private final Browser browser = new Browser();
    private final TestNode node = new TestNode("a", records, actions);

    @BeforeEach
    void start() throws Exception {
        actions.put("/begin", (request, response) -> request.getSession().setAttribute("who", "ann"));
        actions.put("/read", (request, response) -> response.getWriter()
                .print(
                        request.getSession(false) == null
                                ? "nobody"
                                : request.getSession().getAttribute("who")));
        node.start();
        browser.get(node, "/begin");
        actions.put("/down", (request, response) -> records.unreachable(true));
        browser.get(node, "/down");
    }

    @AfterEach
    void stop() throws Exception {
        records.unreachable(false);
        node.stop();
    }

    private HttpResponse<String> answered503(String page) throws Exception {
        HttpResponse<String> response = browser.get(node, page);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        return response;
    }

    @Test
    void a_page_that_needs_no_session_is_served() throws Exception {
        actions.put("/static", (request, response) -> response.getWriter().print("hello"));

        assertThat(browser.get(node, "/static").body()).isEqualTo("hello");
    }

    @Test
    void a_session_that_cannot_be_opened_is_not_a_missing_one() throws Exception {
        assertThat(answered503("/read").body()).contains("cannot be reached");

        records.unreachable(false);
        assertThat(browser.get(node, "/read").body()).isEqualTo("ann");
    }

    @Test
    void an_application_that_copes_with_it_shows_its_own_page() throws Exception {
        actions.put("/coping", (request, response) -> {
            try {
                request.getSession(false);
            } catch (StoreException e) {
                response.getWriter().print("coped");
            }
        });

        HttpResponse<String> coped = browser.get(node, "/coping");

        assertThat(coped.statusCode()).isEqualTo(200);
        assertThat(coped.body()).isEqualTo("coped");
    }

    @Test
    void an_application_that_makes_an_error_page_of_it_has_not_coped() throws Exception {
        actions.put("/failing", (request, response) -> {
            try {
                request.getSession(false);
            } catch (StoreException e) {
                response.sendError(500, "own page");
            }
        });

        answered503("/failing");
    }

    @Test
    void a_request_waits_for_the_store_once() throws Exception {
        actions.put("/again", (request, response) -> {
            for (int i = 0; i < 3; i++) {
                try {
                    request.getSession(false);
                } catch (StoreException e) {
                    // and again
                }
            }
            response.sendError(500);
        });
        records.unreachable(true);

        answered503("/again");

        assertThat(records.refused()).isEqualTo(1);
    }

    @Test
    void several_ids_of_which_none_can_be_checked_are_no_missing_session_either() throws Exception {
        browser.cookie("JSESSIONID=other; " + browser.cookie());

        answered503("/read");
    }

    @Test
    void no_hints_leave_with_the_cookie_of_a_session_that_is_not_stored() throws Exception {
        actions.put("/hints", (request, response) -> {
            request.getSession(true);
            response.setHeader("Link", "</style.css>; rel=preload");
            response.sendError(103);
            response.getWriter().print("whole");
        });

        String answer = raw("GET /hints HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503").doesNotContain("103 ", "Set-Cookie");
    }

    @Test
    void a_head_request_gets_the_head_of_the_503_alone() throws Exception {
        String answer = raw("HEAD /read HTTP/1.1\r\nHost: localhost\r\nCookie: " + browser.cookie()
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503").endsWith("\r\n\r\n");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
