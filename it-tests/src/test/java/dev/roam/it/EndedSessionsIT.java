package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Together;
import java.io.IOException;
import org.junit.jupiter.api.RepeatedTest;

/** Promise 5: gone stays gone. */
@InEveryEnvironment
class EndedSessionsIT {

    private static final int ROUNDS = 20;

    private final Cluster cluster;

    EndedSessionsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @RepeatedTest(ROUNDS)
    void a_logout_on_one_node_holds_on_every_node() throws IOException {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            for (Node node : cluster.nodes()) {
                assertThat(user.get(node, "/get?name=mark").hasSession()).isTrue();
            }
            user.get(cluster.node(1), "/invalidate").expect(200);
            assertGoneEverywhere(user);
        }
    }

    @RepeatedTest(ROUNDS)
    void an_invalidated_session_is_not_brought_back_by_a_late_write() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            Node slow = cluster.node(1);
            Together.run(2, side -> {
                try (Browser window = user.sameUser();
                        Browser nobody = cluster.user()) {
                    if (side == 0) {
                        // Whatever that request answers: its session is gone.
                        window.get(slow, "/slow?latch=late&name=mark&value=2");
                    } else {
                        // Without the cookie: what has it tells that node of the end.
                        nobody.get(slow, "/await?latch=late").expect(200);
                        window.get(cluster.node(0), "/invalidate").expect(200);
                        nobody.get(slow, "/release?latch=late").expect(200);
                    }
                }
            });
            assertGoneEverywhere(user);
        }
    }

    @RepeatedTest(ROUNDS)
    void a_new_id_does_not_bring_back_a_session_that_was_ended_elsewhere() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            Node slow = cluster.node(1);
            Together.run(2, side -> {
                try (Browser window = user.sameUser();
                        Browser nobody = cluster.user()) {
                    if (side == 0) {
                        // Whatever that request answers: its session is gone, under whichever id it came back with.
                        window.get(slow, "/slow-rename?latch=rename-late");
                        assertGoneEverywhere(window);
                    } else {
                        // Without the cookie: what has it tells that node of the end.
                        nobody.get(slow, "/await?latch=rename-late").expect(200);
                        window.get(cluster.node(0), "/invalidate").expect(200);
                        nobody.get(slow, "/release?latch=rename-late").expect(200);
                    }
                }
            });
            assertGoneEverywhere(user);
        }
    }

    private void assertGoneEverywhere(Browser user) throws IOException {
        for (Node node : cluster.nodes()) {
            assertThat(user.get(node, "/get?name=mark").expect(200).hasSession())
                    .as("session on %s", node)
                    .isFalse();
        }
    }
}
