package dev.roam.tomcat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;

/** The manners in which an application can answer a request in which it changes its session: one page each. */
final class Manners {
    static final byte[] BIG = new byte[100_000];

    private final Consumer<HttpServletRequest> change;
    private final Map<String, TestNode.Page> pages = new TreeMap<>();
    private final Map<String, TestNode.Page> others = new TreeMap<>();

    /**
     * The pages.
     *
     * @param change what each does once in a request
     */
    Manners(Consumer<HttpServletRequest> change) {
        this.change = change;
        onTheRequestsThread();
        dispatched();
        errorPages();
        asynchronous();
        nonBlocking();
        timedOut();
    }

    /**
     * The names of the pages, each at {@code /<name>}, that are worth a try with a protocol. AJP has no trailers, and an asynchronous request is
     * looked for being late only once in a second, with all protocols alike.
     */
    Set<String> names(Protocol protocol) {
        Set<String> names = new TreeSet<>(pages.keySet());
        names.removeIf(name -> (protocol == Protocol.AJP && name.equals("trailers"))
                || (protocol != Protocol.HTTP_1_1 && name.startsWith("timeout")));
        return names;
    }

    Manners addTo(TestNode node) {
        pages.forEach((name, page) -> node.page("/" + name, page));
        others.forEach((name, page) -> node.page("/" + name, page));
        return this;
    }

    /** Error pages of the application, some of which change its session. */
    static void configure(Context context) {
        for (Map.Entry<Integer, String> page :
                Map.of(410, "/gone", 411, "/bigGone").entrySet()) {
            ErrorPage errorPage = new ErrorPage();
            errorPage.setErrorCode(page.getKey());
            errorPage.setLocation(page.getValue());
            context.addErrorPage(errorPage);
        }
        ErrorPage exceptionPage = new ErrorPage();
        exceptionPage.setExceptionType(UnsupportedOperationException.class.getName());
        exceptionPage.setLocation("/gone");
        context.addErrorPage(exceptionPage);
    }

    private void onTheRequestsThread() {
        pages.put("small", (request, response) -> {
            change.accept(request);
            response.getWriter().print("small");
        });
        pages.put("nothing", (request, response) -> change.accept(request));
        pages.put("bigStream", (request, response) -> {
            change.accept(request);
            response.getOutputStream().write(BIG);
        });
        pages.put("bigWriter", (request, response) -> {
            change.accept(request);
            response.getWriter().print("x".repeat(100_000));
        });
        pages.put("flushed", (request, response) -> {
            change.accept(request);
            response.flushBuffer();
            response.getWriter().print("after");
        });
        pages.put("flushedWithBody", (request, response) -> {
            change.accept(request);
            response.getWriter().print("before");
            response.flushBuffer();
        });
        pages.put("closedWriter", (request, response) -> {
            change.accept(request);
            response.getWriter().print("closed");
            response.getWriter().close();
        });
        pages.put("redirect", (request, response) -> {
            change.accept(request);
            response.sendRedirect("elsewhere");
        });
        pages.put("error", (request, response) -> {
            change.accept(request);
            response.sendError(404, "not here");
        });
        pages.put("notModified", (request, response) -> {
            change.accept(request);
            response.setStatus(304);
        });
        pages.put("exception", (request, response) -> {
            change.accept(request);
            throw new IllegalStateException("on purpose");
        });
        pages.put("rename", (request, response) -> {
            request.changeSessionId();
            change.accept(request);
            response.flushBuffer();
        });
        pages.put("hints", (request, response) -> {
            change.accept(request);
            response.setHeader("Link", "</style.css>; rel=preload");
            response.sendError(103); // Servlet 6.2 will have sendEarlyHints
            response.getWriter().print("small");
        });
        pages.put("trailers", (request, response) -> {
            if (!request.getProtocol().equals("HTTP/1.0")) {
                response.setTrailerFields(() -> Map.of("checksum", "none"));
            }
            change.accept(request);
            response.getOutputStream().write(BIG);
        });
    }

    private void dispatched() {
        pages.put("forward", (request, response) -> request.getRequestDispatcher("/small")
                .forward(request, response));
        pages.put("include", (request, response) -> {
            response.getWriter().print("before");
            request.getRequestDispatcher("/bigWriter").include(request, response);
        });
        pages.put("changeBeforeForward", (request, response) -> {
            change.accept(request);
            request.getRequestDispatcher("/plain").forward(request, response);
        });
        others.put("plain", (request, response) -> response.getOutputStream().write(BIG));
    }

    private void errorPages() {
        others.put("gone", (request, response) -> {
            change.accept(request);
            response.getWriter().print("gone");
        });
        others.put("bigGone", (request, response) -> {
            change.accept(request);
            response.getOutputStream().write(BIG);
        });
        pages.put("errorPage", (request, response) -> response.sendError(410));
        pages.put("errorPageBig", (request, response) -> response.sendError(411));
        pages.put("errorPageOfException", (request, response) -> {
            throw new UnsupportedOperationException("on purpose");
        });
        pages.put("errorPageOfAsync", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                quietly(() -> response.sendError(410));
                async.complete();
            });
        });
    }

    private void asynchronous() {
        pages.put("asyncComplete", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change.accept(request);
                async.complete();
            });
        });
        pages.put("asyncWithArguments", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            async.start(() -> {
                change.accept(request);
                quietly(() -> async.getResponse().getWriter().print("async"));
                async.complete();
            });
        });
        pages.put("asyncChangedBefore", (request, response) -> {
            change.accept(request);
            AsyncContext async = request.startAsync();
            async.start(async::complete);
        });
        pages.put("asyncCompletedAtOnce", (request, response) -> {
            AsyncContext async = request.startAsync();
            change.accept(request);
            async.complete();
        });
        pages.put("asyncFlush", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change.accept(request);
                quietly(() -> response.getWriter().print("async"));
                quietly(() -> async.getResponse().flushBuffer());
                quietly(() -> response.getWriter().print("more"));
                async.complete();
            });
        });
        pages.put("asyncBig", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change.accept(request);
                quietly(() -> async.getResponse().getOutputStream().write(BIG));
                async.complete();
            });
        });
        pages.put("asyncHints", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change.accept(request);
                quietly(() -> response.sendError(103));
                response.setStatus(201);
                quietly(() -> response.getWriter().print("async"));
                async.complete();
            });
        });
        pages.put("asyncDispatch", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> async.dispatch("/small"));
        });
        pages.put("asyncChangedThenDispatch", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                change.accept(request);
                async.dispatch("/plain");
            });
        });
        pages.put("asyncListenerOfError", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.addListener(new Changing(request, null));
            throw new IllegalStateException("on purpose");
        });
    }

    private void nonBlocking() {
        pages.put("nonBlocking", (request, response) -> writeWhenPossible(request, response.getOutputStream(), BIG));
        pages.put(
                "nonBlockingSmall",
                (request, response) -> writeWhenPossible(request, response.getOutputStream(), new byte[10]));
    }

    private void writeWhenPossible(HttpServletRequest request, ServletOutputStream out, byte[] body) {
        AsyncContext async = request.startAsync();
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                if (out.isReady()) {
                    change.accept(request);
                    out.write(body);
                    async.complete();
                }
            }

            @Override
            public void onError(Throwable t) {
                async.complete();
            }
        });
    }

    private void timedOut() {
        pages.put("timeoutUnheard", (request, response) -> {
            change.accept(request);
            request.startAsync().setTimeout(1);
        });
        pages.put("timeoutCompleted", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(1);
            async.addListener(new Changing(request, null));
        });
        pages.put("timeoutDispatched", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(1);
            async.addListener(new Changing(request, "/plain"));
        });
    }

    /** Changes the session when the request is late or has failed, and ends it. */
    private final class Changing implements AsyncListener {
        private final HttpServletRequest request;
        private final @Nullable String next;

        Changing(HttpServletRequest request, @Nullable String next) {
            this.request = request;
            this.next = next;
        }

        private void end(AsyncEvent event) {
            change.accept(request);
            if (next == null) {
                event.getAsyncContext().complete();
            } else {
                event.getAsyncContext().dispatch(Objects.requireNonNull(next));
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            end(event);
        }

        @Override
        public void onError(AsyncEvent event) {
            end(event);
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
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
}
