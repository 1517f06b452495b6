package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Together;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Promises 6 and 7: a session that nobody uses ends once, with its events; one that is in use does not. */
@OnEveryTopology
class ExpiryIT {

    private static final int SESSIONS = 30;
    private static final int TIMEOUT_SECONDS = 3;
    /** Timeout, a tenth of it for the touch, one second between two sweeps; and as much again for a slow machine. */
    private static final Duration LATEST = Duration.ofMillis(2 * (TIMEOUT_SECONDS * 1_100 + 1_000));

    private static final int PAUSE_MILLIS = 100;

    private final Cluster cluster;
    private final List<String> events = new ArrayList<>();

    ExpiryIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void sessions_end_once_with_their_events_and_not_while_in_use() throws Exception {
        try (Browser reader = newSession("reader", 0);
                Browser traveller = newSession("traveller", 0);
                Browser idler = newSession("idler", 1);
                Browser waiter = newSession("waiter", 2)) {
            AtomicBoolean over = new AtomicBoolean();
            Together.run(3, part -> {
                if (part == 0) {
                    useWithoutChange(reader, traveller, idler, over);
                } else if (part == 1) {
                    waiter.get(cluster.node(2), "/slow?latch=long&name=mark&value=waited")
                            .expect(200);
                } else {
                    try {
                        endTwoWaves();
                    } finally {
                        over.set(true);
                        try (Browser other = new Browser()) {
                            other.get(cluster.node(2), "/release?latch=long").expect(200);
                        }
                    }
                }
            });
            for (Node node : cluster.nodes()) {
                assertThat(reader.get(node, "/get?name=mark").value("mark")).isEqualTo("reader");
                assertThat(traveller.get(node, "/get?name=mark").value("mark")).isEqualTo("traveller");
                assertThat(idler.get(node, "/get?name=mark").value("mark")).isEqualTo("idler");
                assertThat(waiter.get(node, "/get?name=mark").value("mark")).isEqualTo("waited");
            }
            assertThat(events)
                    .filteredOn(line -> line.startsWith("destroyed ")
                            && line.matches(".*mark=(reader|traveller|idler|waiter|waited).*"))
                    .isEmpty();
        }
    }

    /** One user only reads, on one node, the next on all of them in turn; the third one's requests do not even look at the session. */
    private void useWithoutChange(Browser reader, Browser traveller, Browser idler, AtomicBoolean over)
            throws IOException {
        for (int turn = 0; !over.get(); turn++) {
            assertThat(traveller.get(cluster.node(turn), "/get?name=mark").value("mark"))
                    .isEqualTo("traveller");
            assertThat(reader.get(cluster.node(1), "/get?name=mark").value("mark"))
                    .isEqualTo("reader");
            idler.get(cluster.node(2), "/ping").expect(200);
            Await.clockToPass(System.currentTimeMillis() + PAUSE_MILLIS);
        }
    }

    /** When the second wave has ended, the sweeps have been over the first one again: a repetition would show. */
    private void endTwoWaves() throws IOException {
        for (String wave : List.of("first", "second")) {
            for (int i = 0; i < SESSIONS; i++) {
                newSession(wave + i + ".", i).close();
            }
            Await.until("all sessions of the " + wave + " wave have ended", LATEST, () -> {
                collectEvents();
                return IntStream.range(0, SESSIONS).allMatch(i -> has("unbound tag=" + wave + i + "."));
            });
        }
        for (String wave : List.of("first", "second")) {
            for (int i = 0; i < SESSIONS; i++) {
                String mark = wave + i + ".";
                assertThat(events)
                        .filteredOn(line -> line.equals("unbound tag=" + mark))
                        .hasSize(1);
                assertThat(events)
                        .filteredOn(line -> line.startsWith("destroyed ")
                                && line.contains("mark=" + mark)
                                && line.contains("tag=tag:" + mark))
                        .hasSize(1);
            }
        }
    }

    private boolean has(String line) {
        return events.contains(line);
    }

    private void collectEvents() throws IOException {
        try (Browser nobody = new Browser()) {
            for (Node node : cluster.nodes()) {
                nobody.get(node, "/events").body().lines().forEach(events::add);
            }
        }
    }

    private Browser newSession(String mark, int node) throws IOException {
        Browser user = new Browser();
        user.get(cluster.node(node), "/set?name=mark&value=" + mark).expect(200);
        user.get(cluster.node(node + 1), "/bind?name=tag&value=" + mark).expect(200);
        user.get(cluster.node(node), "/timeout?s=" + TIMEOUT_SECONDS).expect(200);
        return user;
    }
}
