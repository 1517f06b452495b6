package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Socket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session that is used outside any request: by a WebSocket, or through {@code HttpSession.Accessor} where there is one. */
@OnEveryTopology
class OutsideRequestsIT {

    private static final Duration LATEST = Duration.ofSeconds(90);

    private final Cluster cluster;

    OutsideRequestsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    private static String value(Browser user, Node node, String name) throws IOException {
        return user.get(node, "/get?name=" + name).expect(200).value(name);
    }

    @Test
    void what_a_websocket_changes_is_seen_by_the_next_request_on_every_node() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/counter").expect(200);
            try (Socket socket = Socket.open(cluster.node(0), "/socket", user)) {
                for (int i = 1; i <= 5; i++) {
                    assertThat(socket.ask("set mark " + i)).isEqualTo("done");
                    assertThat(socket.ask("add")).isEqualTo("done");
                    for (Node node : cluster.nodes()) {
                        assertThat(value(user, node, "mark")).isEqualTo("" + i);
                        assertThat(value(user, node, "basket")).isEqualTo("basket:" + (i + 1));
                    }
                    user.get(cluster.node(i), "/set?name=mark&value=http" + i).expect(200);
                    assertThat(socket.ask("get mark")).isEqualTo("http" + i);
                }
                assertThat(socket.ask("remove mark")).isEqualTo("done");
                assertThat(value(user, cluster.node(1), "mark")).isEqualTo("null");
                assertThat(socket.ask("timeout 1234")).isEqualTo("done");
                assertThat(user.get(cluster.node(2), "/info").number("maxInactive"))
                        .isEqualTo(1234);
            }
        }
    }

    @Test
    void a_websocket_can_end_its_session_and_is_told_when_another_node_has() throws Exception {
        try (Browser user = new Browser();
                Browser other = new Browser()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            other.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            try (Socket ends = Socket.open(cluster.node(0), "/socket", user);
                    Socket stays = Socket.open(cluster.node(0), "/socket", other)) {
                assertThat(ends.ask("invalidate")).isEqualTo("done");
                assertThat(ends.ask("set mark 2")).isEqualTo("IllegalStateException");
                for (Node node : cluster.nodes()) {
                    assertThat(user.get(node, "/get").hasSession()).isFalse();
                }
                other.get(cluster.node(1), "/invalidate").expect(200);
                assertThat(stays.ask("set mark 2")).isEqualTo("IllegalStateException");
            }
        }
    }

    @Test
    void a_websocket_alone_does_not_keep_a_session_alive() throws Exception {
        try (Browser user = new Browser();
                Browser nobody = new Browser()) {
            user.get(cluster.node(0), "/bind?name=tag&value=alone").expect(200);
            try (Socket socket = Socket.open(cluster.node(0), "/socket", user)) {
                user.get(cluster.node(1), "/timeout?s=2").expect(200);
                StringBuilder events = new StringBuilder();
                Await.until("the session ends", LATEST, () -> {
                    assertThat(!socket.isOpen() || socket.ask("ping").equals("pong"))
                            .isTrue();
                    for (Node node : cluster.nodes()) {
                        events.append(nobody.get(node, "/events").body());
                    }
                    return events.toString().contains("unbound tag=alone");
                });
                assertThat(user.get(cluster.node(2), "/get").hasSession()).isFalse();
            }
        }
    }

    @Test
    void an_accessor_stores_what_it_changes_and_keeps_the_session_alive() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/timeout?s=3").expect(200);
            try (Socket socket = Socket.open(cluster.node(0), "/socket", user)) {
                assumeThat(socket.ask("access mark 0")).isNotEqualTo("no accessor");
                long enough = System.currentTimeMillis() + 9_000;
                for (int i = 1; System.currentTimeMillis() < enough; i++) {
                    Await.clockToPass(System.currentTimeMillis() + 500);
                    assertThat(socket.ask("access mark " + i)).isEqualTo("done");
                    if (i == 1) {
                        assertThat(value(user, cluster.node(1), "mark")).isEqualTo("1");
                    }
                }
                user.get(cluster.node(1), "/invalidate").expect(200);
                assertThat(socket.ask("access mark 1")).isEqualTo("IllegalStateException");
            }
        }
    }
}
