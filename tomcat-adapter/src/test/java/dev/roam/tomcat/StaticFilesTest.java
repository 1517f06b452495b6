package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file that the system sends ("sendfile") leaves past the response's buffers, and one that was not modified has no body at all. */
class StaticFilesTest {
    private static final String SENDFILE = "org.apache.tomcat.sendfile.";
    private static final int SIZE = 200_000;

    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private volatile boolean goesDown;

    @BeforeEach
    void start() throws IOException {
        Path folder = Files.createDirectories(
                node.tomcat.getServer().getCatalinaBase().toPath().resolve("static"));
        Files.write(folder.resolve("big"), new byte[SIZE]);
        Filter changing = (request, response, chain) -> {
            ((HttpServletRequest) request).getSession().setAttribute("value", "changed");
            store.down = goesDown;
            chain.doFilter(request, response);
        };
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .page("/sendfile", (request, response) -> {
                    assertThat(request.getAttribute(SENDFILE + "support")).isEqualTo(true);
                    request.getSession().setAttribute("value", "changed");
                    store.down = goesDown;
                    request.setAttribute(
                            SENDFILE + "filename", folder.resolve("big").toString());
                    request.setAttribute(SENDFILE + "start", 0L);
                    request.setAttribute(SENDFILE + "end", (long) SIZE);
                    response.setContentLength(SIZE);
                })
                .page("/sendfileAsErrorPage", (request, response) -> response.sendError(410))
                .with(context -> {
                    ErrorPage page = new ErrorPage();
                    page.setErrorCode(410);
                    page.setLocation("/sendfile");
                    context.addErrorPage(page);
                })
                .with(context -> context.addLifecycleListener(event -> {
                    if (event.getType().equals("configure_start")) {
                        addStaticFiles(context, changing);
                    }
                }))
                .start();
    }

    private static void addStaticFiles(Context context, Filter filter) {
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
        context.addServletMappingDecoded("/static/*", "default");
        FilterDef definition = new FilterDef();
        definition.setFilterName("changing");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("changing");
        map.addURLPattern("/static/*");
        map.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterMap(map);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Reply get(String path, String cookie, Map<String, String> headers) throws IOException {
        try (Http1Wire wire = new Http1Wire(node.port(), "HTTP/1.1")) {
            store.before = operation -> {
                if (operation instanceof Operation.Commit) {
                    assertThat(begun(wire)).as("a byte before it was stored").isFalse();
                }
            };
            Map<String, String> all = new HashMap<>(headers);
            all.put("Cookie", cookie);
            all.put("Connection", "close");
            wire.send("GET", "/app" + path, all);
            Reply reply = wire.receive();
            assertThat(wire.endsHere()).isTrue();
            return reply;
        } finally {
            store.before = operation -> {};
        }
    }

    private static boolean begun(Http1Wire wire) {
        try {
            return wire.hasBegun();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_file_is_still_sent_by_the_system_and_after_the_session_was_stored() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        Reply reply = get("/sendfile", cookie, Map.of());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).hasSize(SIZE);
        assertThat(store.stored(cookie, "value")).isEqualTo("changed");
    }

    @Test
    void a_file_that_was_not_modified_is_not_sent_and_the_session_is_stored() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));

        Reply reply = get("/static/big", cookie, Map.of("If-Modified-Since", "Fri, 31 Dec 2999 23:59:59 GMT"));

        assertThat(reply.status()).isEqualTo(304);
        assertThat(store.stored(cookie, "value")).isEqualTo("changed");
    }

    @Test
    void no_file_is_sent_with_a_503() throws Exception {
        goesDown = true; // the error page is written outside the pipeline: another way to a 503
        for (String path : new String[] {"/sendfile", "/sendfileAsErrorPage"}) {
            String cookie = TestNode.newCookie(node.get("/begin", null));

            Reply reply = get(path, cookie, Map.of());

            assertThat(reply.status()).as(path).isEqualTo(503);
            assertThat(reply.body()).as(path).doesNotContain("\0");
            store.down = false;
        }
    }
}
