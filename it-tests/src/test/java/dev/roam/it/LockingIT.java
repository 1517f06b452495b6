package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code locking=session}: requests of one session run one at a time in the whole cluster, and nobody keeps a session for ever. */
class LockingIT {
    private static final int CLIENTS = 4;
    private static final int INCREMENTS = 2_000;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(6);

    /** How long the session of a holder that died stays locked. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    static List<Topology> topologies() {
        return Topology.mixed();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void requests_of_one_session_run_one_at_a_time(Topology topology) throws Exception {
        Map<String, String> options = Map.of("locking", "session", "lockTimeout", LOCK_TIMEOUT.toSeconds() + "s");
        try (Cluster cluster = Cluster.roam(topology, "locking", 3, options);
                Browser user = cluster.user()) {
            noIncrementIsLost(cluster, user);
            whoWaitsTooLongIsToldSo(cluster, user);
            whatADeadNodeHasLockedIsFreeSoon(cluster, user);
        }
    }

    private static void noIncrementIsLost(Cluster cluster, Browser user) throws Exception {
        user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
        Together.run(CLIENTS, client -> {
            try (Browser window = user.sameUser()) {
                for (int i = 0; i < INCREMENTS / CLIENTS; i++) {
                    window.get(cluster.node(client % 2), "/counter").expect(200);
                }
            }
        });
        assertThat(user.get(cluster.node(2), "/get?name=count").number("count")).isEqualTo(INCREMENTS);
    }

    private static void whoWaitsTooLongIsToldSo(Cluster cluster, Browser user) throws Exception {
        try (Browser holder = user.sameUser();
                Browser other = user.sameUser()) {
            CompletableFuture<Response> held = begun(holder, cluster.node(0), "/slow?name=mark&value=2&latch=late");
            other.get(cluster.node(0), "/await?latch=late").expect(200); // does not use the session, and does not wait

            long asked = System.nanoTime();
            other.get(cluster.node(1), "/get?name=mark").expect(503);
            assertThat(since(asked)).isBetween(LOCK_TIMEOUT, LOCK_TIMEOUT.plusSeconds(3));

            other.get(cluster.node(0), "/release?latch=late").expect(200);
            held.get(20, TimeUnit.SECONDS).expect(200);
            assertThat(other.get(cluster.node(1), "/get?name=mark").value("mark"))
                    .isEqualTo("2");
        }
    }

    private static void whatADeadNodeHasLockedIsFreeSoon(Cluster cluster, Browser user) throws Exception {
        try (Browser holder = user.sameUser();
                Browser other = user.sameUser()) {
            CompletableFuture<Response> held = begun(holder, cluster.node(0), "/slow?name=mark&value=3&latch=dead");
            other.get(cluster.node(0), "/await?latch=dead").expect(200);

            cluster.node(0).kill();
            CompletableFuture<Response> waiting = begun(other, cluster.node(1), "/get?name=mark");
            cluster.awaitSafe(cluster.nodes().subList(1, 3));
            long gone = System.nanoTime();

            assertThat(waiting.get(20, TimeUnit.SECONDS).expect(200).value("mark"))
                    .isEqualTo("2");
            assertThat(since(gone)).isLessThan(LEASE.plusMillis(500));
            assertThat(held).failsWithin(Duration.ofSeconds(20));
        }
    }

    private static CompletableFuture<Response> begun(Browser browser, Node node, String page) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return browser.get(node, page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
