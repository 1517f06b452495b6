package dev.roam.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 1: what a request changed is stored before the first byte of its response leaves. The store is held at each commit until the client has
 * made sure that it has nothing yet; both ends are in one machine, so what has been written has arrived.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CommitTimingTest {
    private static final byte[] BIG = new byte[100_000];

    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Map<String, TestNode.Page> cases = new TreeMap<>();

    private static void change(HttpServletRequest request) {
        request.getSession().setAttribute("value", request.getParameter("value"));
    }

    private void page(String name, TestNode.Page page) {
        cases.put(name, page);
        node.page("/" + name, page);
    }

    @BeforeAll
    void start() {
        page("small", (request, response) -> {
            change(request);
            response.getWriter().print("small");
        });
        page("nothing", (request, response) -> change(request));
        page("bigStream", (request, response) -> {
            change(request);
            response.getOutputStream().write(BIG);
        });
        page("bigWriter", (request, response) -> {
            change(request);
            response.getWriter().print("x".repeat(100_000));
        });
        page("flushed", (request, response) -> {
            change(request);
            response.flushBuffer();
            response.getWriter().print("after");
        });
        page("flushedWithBody", (request, response) -> {
            change(request);
            response.getWriter().print("before");
            response.flushBuffer();
        });
        page("closedWriter", (request, response) -> {
            change(request);
            response.getWriter().print("closed");
            response.getWriter().close();
        });
        page("redirect", (request, response) -> {
            change(request);
            response.sendRedirect("elsewhere");
        });
        page("error", (request, response) -> {
            change(request);
            response.sendError(404, "not here");
        });
        page("notModified", (request, response) -> {
            change(request);
            response.setStatus(304);
        });
        page("errorPage", (request, response) -> response.sendError(410));
        node.page("/gone", (request, response) -> {
            change(request);
            response.getWriter().print("gone");
        });
        page("bigErrorPage", (request, response) -> response.sendError(411));
        node.page("/bigGone", (request, response) -> {
            change(request);
            response.getOutputStream().write(BIG);
        });
        page("exception", (request, response) -> {
            change(request);
            throw new IllegalStateException("on purpose");
        });
        page("forward", (request, response) -> request.getRequestDispatcher("/small")
                .forward(request, response));
        page("include", (request, response) -> {
            response.getWriter().print("before");
            request.getRequestDispatcher("/bigWriter").include(request, response);
        });
        page("changeBeforeForward", (request, response) -> {
            change(request);
            request.getRequestDispatcher("/plain").forward(request, response);
        });
        node.page("/plain", (request, response) -> response.getOutputStream().write(BIG));
        page("rename", (request, response) -> {
            request.changeSessionId();
            change(request);
            response.flushBuffer();
        });
        page("asyncComplete", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change(request);
                async.complete();
            });
        });
        page("asyncChangedBefore", (request, response) -> {
            change(request);
            AsyncContext async = request.startAsync();
            async.start(async::complete);
        });
        page("asyncCompletedAtOnce", (request, response) -> {
            AsyncContext async = request.startAsync();
            change(request);
            async.complete();
        });
        page("asyncFlush", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change(request);
                quietly(() -> async.getResponse().flushBuffer());
                async.complete();
            });
        });
        page("asyncBig", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change(request);
                quietly(() -> async.getResponse().getOutputStream().write(BIG));
                async.complete();
            });
        });
        page("asyncDispatch", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> async.dispatch("/small"));
        });
        page("asyncChangedThenDispatch", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change(request);
                async.dispatch("/plain");
            });
        });
        page("nonBlocking", (request, response) -> {
            AsyncContext async = request.startAsync();
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new WriteListener() {
                @Override
                public void onWritePossible() throws IOException {
                    if (out.isReady()) {
                        change(request);
                        out.write(BIG);
                        async.complete();
                    }
                }

                @Override
                public void onError(Throwable t) {
                    async.complete();
                }
            });
        });
        page("late", (request, response) -> {
            response.flushBuffer();
            change(request);
        });
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "0"))
                .with(context -> {
                    for (Map.Entry<Integer, String> page :
                            Map.of(410, "/gone", 411, "/bigGone").entrySet()) {
                        ErrorPage errorPage = new ErrorPage();
                        errorPage.setErrorCode(page.getKey());
                        errorPage.setLocation(page.getValue());
                        context.addErrorPage(errorPage);
                    }
                })
                .start();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void quietly(Task task) {
        try {
            task.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() {
        node.close();
    }

    Stream<String> cases() {
        return cases.keySet().stream().filter(name -> !name.equals("late"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changes_are_stored_before_the_first_byte(String name) throws Exception {
        expectStoredFirst("GET", name);
    }

    @Test
    void changes_are_stored_before_the_head_of_a_response_without_body() throws Exception {
        expectStoredFirst("HEAD", "small");
    }

    @Test
    void a_new_session_is_stored_before_the_first_byte() throws Exception {
        for (String name : new String[] {"small", "bigStream", "flushed", "redirect", "error"}) {
            expectStoredFirst("GET", name, null);
        }
    }

    @Test
    void a_change_after_the_first_byte_is_stored_before_the_last() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        try (Socket socket = request("GET", "late", "v", cookie)) {
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200");
            assertThat(store.stored(cookie, "value")).isEqualTo("v");
        }
    }

    private void expectStoredFirst(String method, String name) throws Exception {
        expectStoredFirst(method, name, TestNode.newCookie(node.get("/begin", null)));
    }

    private void expectStoredFirst(String method, String name, @Nullable String before) throws Exception {
        SynchronousQueue<String> held = new SynchronousQueue<>();
        SynchronousQueue<String> released = new SynchronousQueue<>();
        store.before = operation -> {
            if (operation instanceof Operation.Commit || operation instanceof Operation.Create) {
                pass(held, "held");
                await(released);
            }
        };
        try (Socket socket = request(method, name, name + method, before)) {
            InputStream in = socket.getInputStream();
            await(held);
            assertThat(in.available()).as("bytes before they were stored").isZero();
            store.before = operation -> {};
            pass(released, "go on");
            String response = new String(in.readAllBytes(), ISO_8859_1);
            assertThat(response).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 503");
            int begin = response.indexOf("JSESSIONID=");
            String cookie = before != null ? before : response.substring(begin, response.indexOf(';', begin));
            assertThat(store.stored(cookie, "value")).isEqualTo(name + method);
        } finally {
            store.before = operation -> {};
        }
    }

    private Socket request(String method, String name, String value, @Nullable String cookie) throws IOException {
        Socket socket = new Socket("localhost", node.port());
        socket.setSoTimeout(20_000);
        String head = method + " /app/" + name + "?value=" + value + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n" + (cookie == null ? "" : "Cookie: " + cookie + "\r\n") + "\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        return socket;
    }

    private static void pass(SynchronousQueue<String> queue, String token) {
        try {
            assertThat(queue.offer(token, 10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(SynchronousQueue<String> queue) {
        try {
            assertThat(queue.poll(10, TimeUnit.SECONDS)).isNotNull();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
