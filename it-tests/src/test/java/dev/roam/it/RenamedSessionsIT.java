package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Together;
import java.io.IOException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Promise 5 for {@code changeSessionId}: the old id is unknown to every new request, and nothing else changes. */
@InEveryEnvironment
class RenamedSessionsIT {

    private static final int ROUNDS = 20;
    private static final int RENAMES = 100;

    private final Cluster cluster;

    RenamedSessionsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void the_old_id_is_unknown_everywhere_at_once() throws IOException {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=kept").expect(200);
            for (int i = 0; i < RENAMES; i++) {
                try (Browser old = user.sameUser()) {
                    assertThat(old.get(cluster.node(i + 1), "/get?name=mark").value("mark"))
                            .isEqualTo("kept");
                    Browser.Reply renaming = user.begin(cluster.node(i), "/rename");
                    assertUnknownEverywhere(old);
                    renaming.finish().expect(200);
                    assertThat(user.sessionId()).isNotEqualTo(old.sessionId());
                    assertEverywhere(user, "kept");
                }
            }
        }
    }

    @RepeatedTest(ROUNDS)
    void what_a_request_under_way_changes_is_in_the_session_under_its_new_id() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=mark&value=before").expect(200);
            Node slow = cluster.node(1);
            try (Browser old = user.sameUser()) {
                Together.run(2, side -> {
                    if (side == 0) {
                        try (Browser window = old.sameUser()) {
                            window.get(slow, "/slow?latch=rename&name=mark&value=after")
                                    .expect(200);
                        }
                    } else {
                        old.get(slow, "/await?latch=rename").expect(200);
                        user.get(cluster.node(0), "/rename").expect(200);
                        assertUnknownEverywhere(old);
                        assertEverywhere(user, "before");
                        old.get(slow, "/release?latch=rename").expect(200);
                    }
                });
                assertEverywhere(user, "after");
                assertUnknownEverywhere(old);
            }
        }
    }

    private void assertEverywhere(Browser user, String mark) throws IOException {
        for (Node node : cluster.nodes()) {
            assertThat(user.get(node, "/get?name=mark").value("mark"))
                    .as("mark on %s", node)
                    .isEqualTo(mark);
        }
    }

    private void assertUnknownEverywhere(Browser old) throws IOException {
        for (Node node : cluster.nodes()) {
            assertThat(old.get(node, "/get?name=mark").expect(200).hasSession())
                    .as("old id on %s", node)
                    .isFalse();
        }
    }
}
