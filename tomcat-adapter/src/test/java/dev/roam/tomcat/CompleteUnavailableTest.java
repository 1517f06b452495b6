package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.SessionIds;
import dev.roam.StoreException;
import dev.roam.tomcat.Wire.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 9 in every manner of answering and over every protocol: a request whose change cannot be stored gets one complete 503, and
 * whatever is asked next on the connection, of another context, is served by the same processor as if nothing had been.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CompleteUnavailableTest {
    private final TestStore store = new TestStore();
    private final TestNode node = TestNode.on(store);
    private final Connector ajp = AjpWire.connector();

    private final Manners manners = new Manners(this::changeInVain);

    /** Outside the pipeline a change is stored at once: there the application hears of it first, and copes. */
    private void changeInVain(HttpServletRequest request) {
        HttpSession session = request.getSession();
        store.downAtChangeOf = SessionIds.key(RoutedIds.withoutRoute(session.getId()));
        try {
            session.setAttribute("value", "lost");
        } catch (StoreException e) {
            assertThat(request.isAsyncStarted()).isTrue();
        }
    }

    @BeforeAll
    void start() {
        manners.addTo(node);
        node.page("/begin", (request, response) -> request.getSession().setAttribute("value", "kept"))
                .with(Manners::configure)
                .with(context -> Protocol.allOn(node.tomcat, ajp));
        node.stockContext().start();
    }

    @AfterEach
    void storeIsBack() {
        store.downAtChangeOf = null;
        store.down = false;
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
            for (String name : List.of("small", "bigStream", "errorPage", "asyncBig")) {
                cases.add(Arguments.of(protocol, "HEAD", name));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void one_complete_503_and_the_connection_is_fit_for_another_context(Protocol protocol, String method, String name)
            throws Exception {
        String cookie = TestNode.newCookie(node.get("/begin", null));
        try (Wire wire = connect(protocol);
                RoamsLog log = new RoamsLog()) {
            wire.send(method, "/app/" + name, Map.of("Cookie", cookie));
            Reply reply = wire.receive();

            assertThat(reply.status()).isEqualTo(503);
            assertThat(log.warningsOfRequests())
                    .as("lines for one failed request")
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(reply.body()).doesNotContain("small", "gone", "async", "\0");
            if (!name.equals("rename")) {
                assertThat(reply.head()).doesNotContainIgnoringCase("Set-Cookie");
            }
            if (method.equals("HEAD")) {
                assertThat(reply.body()).isEmpty();
            }
            assertThat(store.stored(cookie, "value")).isEqualTo("kept");
            if (wire instanceof Http1Wire http) {
                assertThat(http.interim).as("hints of what does not come").isEmpty();
                assertThat(http.endsHere()).as("503 ends a connection").isTrue();
            } else if (protocol == Protocol.AJP) {
                expectServedByTheStockManager(wire);
            }
            // While this connection is still there. Tomcat 11 ends a response when as much as its Content-Length is
            // written, before the thread of an asynchronous page calls complete(). Should the client leave in
            // between, Tomcat ends the request, complete() throws, and AsyncContextImpl.RunnableWrapper sets status
            // 500 on a request that HTTP/2 has in its pool again: on somebody else's. Tomcat 11.0.25 does so
            // without Roam, too.
            try (Wire next = connect(protocol)) {
                expectServedByTheStockManager(next); // by the processor that has just been given back
            }
        }
    }

    private Wire connect(Protocol protocol) throws IOException {
        return protocol.connect(protocol == Protocol.AJP ? ajp.getLocalPort() : node.port());
    }

    /** While the store is still down. */
    private void expectServedByTheStockManager(Wire wire) throws IOException {
        wire.send("GET", "/stock/page", Map.of());
        Reply next = wire.receive();
        assertThat(next.status()).as("%s", next.head() + next.body()).isEqualTo(200);
        assertThat(next.body()).hasSize(Manners.BIG.length);
    }
}
