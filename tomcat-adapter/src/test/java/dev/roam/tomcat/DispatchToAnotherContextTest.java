package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 1 where a request goes on in another context, and changes its session in either. */
class DispatchToAnotherContextTest {
    private final TestStore store = new TestStore();
    private final TestStore otherStore = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Context other = node.tomcat.addContext(
            "/other", node.tomcat.getServer().getCatalinaBase().toString());
    private final SynchronousQueue<String> held = new SynchronousQueue<>();
    private final SynchronousQueue<String> released = new SynchronousQueue<>();

    /** Changes the session of its context, and answers with more than a buffer holds. */
    private static final class Big extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getSession().setAttribute("value", "changed");
            response.getOutputStream().write(Manners.BIG);
        }
    }

    @BeforeEach
    void start() {
        node.context.setCrossContext(true);
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "first"))
                .page("/forward", (request, response) -> changed(request).forward(request, response))
                .page("/include", (request, response) -> changed(request).include(request, response));
        other.setManager(TestNode.manager(otherStore));
        other.addLifecycleListener(event -> {
            if (event.getType().equals("configure_start")) {
                Tomcat.addServlet(other, "big", new Big());
                other.addServletMappingDecoded("/*", "big");
            }
        });
        node.start();
    }

    private static RequestDispatcher changed(HttpServletRequest request) {
        request.getSession().setAttribute("value", "changed");
        return request.getServletContext().getContext("/other").getRequestDispatcher("/big");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void hold(Operation operation) {
        if (operation instanceof Operation.Commit || operation instanceof Operation.Create) {
            try {
                assertThat(held.offer("held", 10, TimeUnit.SECONDS)).isTrue();
                assertThat(released.poll(10, TimeUnit.SECONDS)).isNotNull();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include"})
    void the_sessions_of_both_contexts_are_stored_before_the_first_byte(String page) throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        store.before = this::hold;
        otherStore.before = this::hold;

        try (Wire wire = Protocol.HTTP_1_1.connect(node.port())) {
            wire.send("GET", "/app/" + page, Map.of("Cookie", cookie));
            for (int stored = 0; stored < 2; stored++) {
                assertThat(held.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(wire.hasBegun()).as("a byte after %s of 2", stored).isFalse();
                assertThat(released.offer("go on", 10, TimeUnit.SECONDS)).isTrue();
            }
            Reply reply = wire.receive();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).hasSize(Manners.BIG.length);
        }
        assertThat(store.stored(cookie, "value")).isEqualTo("changed");
        assertThat(otherStore.records).hasSize(1);
    }
}
