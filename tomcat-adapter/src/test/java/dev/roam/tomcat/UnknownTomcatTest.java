package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.record.Operation;
import dev.roam.tomcat.Wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Tomcat to come that lacks fields which Roam knows from today's: what can be kept of the promises is, and it is said once. */
class UnknownTomcatTest {
    private final TestStore store = new TestStore();

    private static CoyoteAccess without(List<String> missing) {
        return new CoyoteAccess((owner, name, type) -> {
            if (missing.contains(name)) {
                throw new NoSuchFieldException(name);
            }
            return CoyoteAccess.privateField(owner, name, type);
        });
    }

    private TestNode start(CoyoteAccess coyote) {
        return new TestNode(TestNode.manager(store, coyote))
                .page("/small", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.getWriter().print("small");
                })
                .page("/big", (request, response) -> {
                    request.getSession().setAttribute("value", request.getParameter("value"));
                    response.getOutputStream().write(Manners.BIG);
                })
                .page("/read", (request, response) -> response.getWriter()
                        .print(request.getSession().getAttribute("value")))
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook", "outputBuffer", "session", "hook outputBuffer session"})
    void a_small_response_leaves_after_its_session_was_stored_and_a_large_one_ends_after_it(String missing)
            throws Exception {
        try (TestNode node = start(without(List.of(missing.split(" "))));
                Http1Wire wire = new Http1Wire(node.port(), "HTTP/1.1")) {
            List<Boolean> begun = new CopyOnWriteArrayList<>();
            store.before = operation -> {
                if (operation instanceof Operation.Commit || operation instanceof Operation.Create) {
                    begun.add(hasBegun(wire));
                }
            };
            wire.send("GET", "/app/small?value=first", Map.of());
            Reply reply = wire.receive();
            String cookie = Wire.cookie(reply);
            assertThat(reply.body()).isEqualTo("small");
            assertThat(begun).as("a byte before it was stored").containsExactly(false);
            assertThat(store.stored(cookie, "value")).isEqualTo("first");
            store.before = operation -> {};

            wire.send("GET", "/app/big?value=second", Map.of("Cookie", cookie));
            assertThat(wire.receive().body()).hasSize(Manners.BIG.length);
            assertThat(store.stored(cookie, "value")).isEqualTo("second");

            assertThat(node.get("/read", cookie).body()).isEqualTo("second");
            assertThat(node.get("/read", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF")
                            .body())
                    .isEqualTo("null");
            assertThat(TestNode.comesToRest(node.session(cookie))).isTrue();

            store.before = operation -> store.down = operation instanceof Operation.Commit;
            assertThat(node.get("/small?value=lost", cookie).statusCode()).isEqualTo(503);
        } finally {
            store.before = operation -> {};
            store.down = false;
        }
    }

    private static boolean hasBegun(Wire wire) {
        try {
            return wire.hasBegun();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_is_logged_once_for_all_contexts_and_requests() {
        try (RoamsLog log = new RoamsLog()) {
            serveTwoContexts(without(List.of("hook", "session")));

            assertThat(log.warnings()).hasSize(1);
            assertThat(log.warnings().get(0).getParameters())
                    .containsExactly("org.apache.coyote.Response.hook, org.apache.catalina.connector.Request.session");
        }
    }

    private void serveTwoContexts(CoyoteAccess coyote) {
        try (TestNode node = new TestNode(TestNode.manager(store, coyote))) {
            Context second = node.tomcat.addContext(
                    "/two", node.tomcat.getServer().getCatalinaBase().toString());
            second.setManager(TestNode.manager(new TestStore(), coyote));
            node.page("/", (request, response) -> request.getSession().setAttribute("value", "stored"))
                    .start();
            node.get("/", TestNode.newCookie(node.get("/", null)));
            node.get("/../two/", null);
        }
    }
}
