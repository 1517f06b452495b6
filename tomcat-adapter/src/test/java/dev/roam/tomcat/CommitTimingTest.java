package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 1: what a request changed is stored before the first byte of its response leaves. The store is held at the commit until the client has
 * made sure that it has nothing yet.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CommitTimingTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Connector ajp = AjpWire.connector();
    private final Manners manners = new Manners(CommitTimingTest::change);

    private static void change(HttpServletRequest request) {
        request.getSession().setAttribute("value", request.getParameter("value"));
    }

    @BeforeAll
    void start() {
        manners.addTo(node);
        node.page("/late", (request, response) -> {
                    response.flushBuffer();
                    change(request);
                })
                .page("/begin", (request, response) -> request.getSession().setAttribute("value", "0"))
                .with(Manners::configure)
                .with(context -> Protocol.allOn(node.tomcat, ajp))
                .start();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (String name : manners.names(protocol)) {
                cases.add(Arguments.of(protocol, "GET", name));
            }
            for (String name : List.of("small", "nothing", "bigStream", "flushed", "redirect", "errorPage")) {
                cases.add(Arguments.of(protocol, "HEAD", name));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changes_are_stored_before_the_first_byte(Protocol protocol, String method, String name) throws Exception {
        Reply reply = expectStoredFirst(protocol, method, name, TestNode.newCookie(node.get("/begin", null)));
        if (method.equals("HEAD")) {
            assertThat(reply.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void a_new_session_is_stored_before_the_first_byte(Protocol protocol) throws Exception {
        for (String name : new String[] {"small", "bigStream", "flushed", "redirect", "error"}) {
            expectStoredFirst(protocol, "GET", name, null);
        }
    }

    static Protocol[] protocols() {
        return new Protocol[] {Protocol.HTTP_1_1, Protocol.HTTP_1_0, Protocol.AJP};
    }

    @Test
    void a_change_after_the_first_byte_is_stored_before_the_last() throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        try (Wire wire = Protocol.HTTP_1_1.connect(node.port())) {
            wire.send("GET", "/app/late?value=v", Map.of("Cookie", cookie));
            assertThat(wire.receive().status()).isEqualTo(200);
            assertThat(store.stored(cookie, "value")).isEqualTo("v");
        }
    }

    private Reply expectStoredFirst(Protocol protocol, String method, String name, @Nullable String before)
            throws Exception {
        SynchronousQueue<String> held = new SynchronousQueue<>();
        SynchronousQueue<String> released = new SynchronousQueue<>();
        store.before = operation -> {
            if (operation instanceof Operation.Commit || operation instanceof Operation.Create) {
                pass(held, "held");
                await(released);
            }
        };
        String value = (protocol + name + method).toLowerCase(Locale.ROOT);
        try (Wire wire = protocol.connect(protocol == Protocol.AJP ? ajp.getLocalPort() : node.port())) {
            wire.send(method, "/app/" + name + "?value=" + value, before == null ? Map.of() : Map.of("Cookie", before));
            await(held);
            assertThat(wire.hasBegun()).as("a byte before they were stored").isFalse();
            store.before = operation -> {};
            pass(released, "go on");
            Reply reply = wire.receive();
            assertThat(reply.status()).isNotEqualTo(503);
            assertThat(store.stored(before != null ? before : Wire.cookie(reply), "value"))
                    .isEqualTo(value);
            return reply;
        } finally {
            store.before = operation -> {};
        }
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
