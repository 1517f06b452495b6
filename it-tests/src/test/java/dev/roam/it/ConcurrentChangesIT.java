package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Promise 3: changes to different attributes do not undo each other. */
@InEveryEnvironment
class ConcurrentChangesIT {

    private static final int ROUNDS = 2_000;
    private static final int COUNTS = 300;

    private final Cluster cluster;

    ConcurrentChangesIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void two_nodes_that_change_one_session_at_once_lose_nothing() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=attribute0&value=before").expect(200);
            CyclicBarrier together = new CyclicBarrier(2);
            Together.run(2, side -> {
                try (Browser window = user.sameUser()) {
                    for (int round = 0; round < ROUNDS; round++) {
                        together.await();
                        window.get(cluster.node(side), "/set?name=attribute" + side + "&value=" + round)
                                .expect(200);
                        together.await();
                        Response both = window.get(cluster.node(side + round), "/get?name=attribute0&name=attribute1");
                        assertThat(both.number("attribute0")).isEqualTo(round);
                        assertThat(both.number("attribute1")).isEqualTo(round);
                    }
                } finally {
                    together.reset();
                }
            });
        }
    }

    @Test
    void two_requests_on_one_node_lose_nothing_either() throws Exception {
        try (Browser user = cluster.user()) {
            user.get(cluster.node(0), "/set?name=attribute0&value=before").expect(200);
            int each = ROUNDS / 10;
            Together.run(4, side -> {
                try (Browser window = user.sameUser()) {
                    for (int round = 0; round < each; round++) {
                        window.get(cluster.node(side / 2), "/set?name=attribute" + side + "&value=" + round)
                                .expect(200);
                    }
                }
            });
            Response all =
                    user.get(cluster.node(2), "/get?name=attribute0&name=attribute1&name=attribute2&name=attribute3");
            for (int side = 0; side < 4; side++) {
                assertThat(all.number("attribute" + side)).isEqualTo(each - 1);
            }
        }
    }

    @Test
    void requests_that_only_read_on_another_node_undo_no_change() throws Exception {
        try (Browser user = cluster.user()) {
            AtomicBoolean counting = new AtomicBoolean(true);
            user.get(cluster.node(0), "/counter").expect(200);
            Together.run(2, side -> {
                try (Browser window = user.sameUser()) {
                    if (side == 0) {
                        for (int count = 2; count <= COUNTS; count++) {
                            assertThat(window.get(cluster.node(0), "/counter").number("count"))
                                    .isEqualTo(count);
                        }
                    } else {
                        for (int last = 0; counting.get(); ) {
                            int seen = window.get(cluster.node(1), "/get?name=count")
                                    .number("count");
                            assertThat(seen).isGreaterThanOrEqualTo(last);
                            last = seen;
                        }
                    }
                } finally {
                    counting.set(false);
                }
            });
            assertThat(user.get(cluster.node(2), "/get?name=count").number("count"))
                    .isEqualTo(COUNTS);
        }
    }
}
