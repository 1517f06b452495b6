package dev.roam.it.probe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * How an answer leaves the server. They differ in who sends the first byte: the container after the servlet, or the servlet's own
 * call in the middle of it. The latter two wait for the latch {@code hold}, so that a test can be sure that the client has the
 * first byte while the request still runs.
 */
enum Manner {
    /** A few bytes, sent by the container when the servlet has ended. */
    SMALL {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write(answer);
        }
    },
    /** More than the response buffer holds, so that it leaves while the servlet writes. */
    BIG {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            PrintWriter writer = response.getWriter();
            writer.write(answer);
            writer.write(FILLER);
            SlowPages.hold(request);
            writer.write(FILLER);
        }
    },
    /** The head leaves by {@code flushBuffer} before there is a body. */
    FLUSH {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.flushBuffer();
            SlowPages.hold(request);
            response.getWriter().write(answer);
        }
    },
    /** The head leaves first; only then is a session asked for. */
    LATE {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.flushBuffer();
            response.getWriter().write(answer + HardPages.late(request));
        }
    },
    REDIRECT {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendRedirect(request.getContextPath() + "/ping");
        }
    },
    /** A redirect with a status of its own: Servlet 6.1 has a method for it, before that it is done by hand. */
    SEE_OTHER {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            String location = request.getContextPath() + "/ping";
            try {
                HttpServletResponse.class
                        .getMethod("sendRedirect", String.class, int.class)
                        .invoke(response, location, HttpServletResponse.SC_SEE_OTHER);
            } catch (NoSuchMethodException e) {
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", location);
                response.setHeader("By-Hand", "yes");
                response.flushBuffer();
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    },
    ERROR {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(HttpServletResponse.SC_CONFLICT, "as asked for");
        }
    },
    /** Answered by another thread, after the servlet has returned. */
    ASYNC {
        @Override
        void send(String answer, HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getResponse().getWriter().write(answer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }
    };

    private static final String FILLER = "#".repeat(64 * 1024) + "\n";

    /** The parameter {@code manner}, by default {@link #SMALL}. */
    static Manner of(HttpServletRequest request) {
        String name = request.getParameter("manner");
        return name == null ? SMALL : valueOf(name.toUpperCase(Locale.ROOT));
    }

    abstract void send(String answer, HttpServletRequest request, HttpServletResponse response) throws IOException;
}
