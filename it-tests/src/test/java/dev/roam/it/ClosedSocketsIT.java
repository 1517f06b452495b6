package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.OnEveryTomcat;
import dev.roam.it.harness.Socket;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tomcat closes the WebSockets of a user whose session has ended, and so does Roam on whichever node they are. A stock Jetty leaves them open. */
@OnEveryTomcat
class ClosedSocketsIT {

    private static final int POLICY_VIOLATION = 1008;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LATEST = Duration.ofSeconds(90);

    private final Cluster cluster;

    ClosedSocketsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    private Browser loggedIn() throws IOException {
        Browser user = new Browser();
        user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
        user.get(cluster.node(0), "/login?user=ann&password=secret").expect(200);
        return user;
    }

    @Test
    void a_users_websockets_are_closed_on_their_nodes_by_a_logout_on_whichever_node() throws Exception {
        for (int last = 0; last < 3; last++) {
            try (Browser user = loggedIn();
                    Socket first = Socket.open(cluster.node(0), "/socket", user);
                    Socket second = Socket.open(cluster.node(1), "/socket", user)) {
                assertThat(first.ask("ping")).isEqualTo("pong");
                assertThat(second.ask("ping")).isEqualTo("pong");
                assertThat(user.get(cluster.node(2), "/info").value("names")).isEqualTo("[mark]");

                user.get(cluster.node(last), "/invalidate").expect(200);

                assertThat(first.closedWith(SOON)).isEqualTo(POLICY_VIOLATION);
                assertThat(second.closedWith(SOON)).isEqualTo(POLICY_VIOLATION);
            }
        }
    }

    @Test
    void a_websocket_is_closed_by_the_timeout_of_its_session() throws Exception {
        try (Browser user = loggedIn();
                Socket socket = Socket.open(cluster.node(0), "/socket", user)) {
            user.get(cluster.node(1), "/timeout?s=2").expect(200);
            Await.until(
                    "the socket is closed",
                    LATEST,
                    () -> !socket.isOpen() || !socket.ask("ping").equals("pong"));
            assertThat(socket.closedWith(SOON)).isEqualTo(POLICY_VIOLATION);
            assertThat(user.get(cluster.node(2), "/get").hasSession()).isFalse();
        }
    }
}
