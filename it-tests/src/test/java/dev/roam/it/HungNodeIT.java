package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryContainer;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Server;
import dev.roam.it.harness.Together;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Promises 2 and 9 when a node that holds sessions, or a member on its own, does not die but hangs, until the others have removed it, and then goes on. */
@OnEveryContainer
@DisabledOnOs(OS.WINDOWS)
class HungNodeIT {

    private static final int USERS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Server hung;
    private final List<Node> others;
    private final Node afterwards;
    private final List<User> users;

    HungNodeIT(Cluster cluster) {
        this.cluster = cluster;
        hung = cluster.holders().get(0);
        others = cluster.nodes().stream().filter(node -> node != hung).toList();
        afterwards = hung instanceof Node node ? node : cluster.node(0);
        users = IntStream.range(0, USERS).mapToObj(i -> new User()).toList();
    }

    @AfterEach
    void go_on() throws IOException {
        hung.resume();
        cluster.awaitSafe();
        for (User user : users) {
            user.browser.close();
        }
    }

    /** Somebody who is logged in and counts. What was answered with 503 may count or not. */
    private static final class User {
        private final Browser browser = new Browser();
        private String id = "";
        private final AtomicInteger answered = new AtomicInteger();
        private int unreachable;
        private int lastCount;
        private long longestNanos;

        void logIn(Node node) throws IOException {
            browser.get(node, "/counter").expect(200);
            browser.get(node, "/login?user=ann&password=secret").expect(200);
            lastCount = 1;
            id = String.valueOf(browser.sessionId());
        }

        void count(Node node) throws IOException {
            Response counted = ask(node, "/counter");
            if (counted.status() == 200) {
                assertThat(counted.number("count")).as("%s", this).isGreaterThan(lastCount);
                lastCount = counted.number("count");
                answered.incrementAndGet();
            }
            Response info = ask(node, "/info?create=false");
            if (info.status() == 200) {
                assertThat(info.value("user")).as("%s", this).isEqualTo("ann");
            }
        }

        /** Whether the node answers by now; what it answers is not of the past. */
        boolean finds(Node node, int count) throws IOException {
            Response found = ask(node, "/get?name=count");
            if (found.status() != 200) {
                return false;
            }
            assertThat(found.hasSession()).as("%s", this).isTrue();
            assertThat(found.number("count")).as("%s on %s", this, node).isEqualTo(count);
            Response info = ask(node, "/info?create=false");
            if (info.status() == 200) {
                assertThat(info.value("user")).as("%s on %s", this, node).isEqualTo("ann");
            }
            return info.status() == 200;
        }

        private Response ask(Node node, String page) throws IOException {
            long start = System.nanoTime();
            Response response = browser.get(node, page);
            long took = System.nanoTime() - start;
            longestNanos = Math.max(longestNanos, took);
            assertThat(took).as("time of %s on %s, %s", page, node, this).isLessThan(LIMIT.toNanos());
            assertThat(response.status()).as("%s", response).isIn(200, 503);
            assertThat(response.header("set-cookie")).as("%s", response).isEmpty();
            assertThat(browser.sessionId()).isEqualTo(id);
            unreachable += response.status() == 503 ? 1 : 0;
            return response;
        }

        @Override
        public String toString() {
            return "a user who counted to " + lastCount + ", had " + answered + " answers and " + unreachable
                    + " times 503, and waited for " + longestNanos / 1_000_000 + " ms at most";
        }
    }

    @Test
    void a_hung_node_holds_up_no_request_elsewhere_for_long_and_serves_nothing_old_when_it_goes_on(
            TestReporter reporter) throws Exception {
        cluster.awaitSafe();
        for (int i = 0; i < USERS; i++) {
            users.get(i).logIn(cluster.node(i));
        }
        AtomicBoolean open = new AtomicBoolean(true);
        Together.run(USERS + 1, index -> {
            if (index < USERS) {
                for (int turn = index; open.get(); turn++) {
                    users.get(index).count(others.get(turn % others.size()));
                }
            } else {
                try {
                    hangUntilRemoved();
                } finally {
                    open.set(false);
                }
            }
        });

        users.forEach(user -> reporter.publishEntry(cluster + ": next to a hung node", user.toString()));
        assertThat(users).as("answers of 503").anyMatch(user -> user.unreachable > 0);
        int[] counts = new int[USERS];
        for (int i = 0; i < USERS; i++) {
            counts[i] = users.get(i)
                    .browser
                    .get(others.get(0), "/get?name=count")
                    .expect(200)
                    .number("count");
            assertThat(counts[i]).isGreaterThanOrEqualTo(users.get(i).lastCount);
            assertThat(users.get(i).finds(others.get(1), counts[i])).isTrue();
        }

        hung.resume();
        Together.run(
                USERS,
                index -> Await.until("all are answered again", PATIENCE, () -> users.get(index)
                        .finds(afterwards, counts[index])));
        cluster.awaitSafe();
        for (int i = 0; i < USERS; i++) {
            for (Node node : cluster.nodes()) {
                assertThat(users.get(i).finds(node, counts[i])).isTrue();
            }
        }
    }

    private void hangUntilRemoved() {
        awaitAnswers(5);
        hung.suspend();
        cluster.awaitSafe(
                cluster.holders().stream().filter(holder -> holder != hung).toList());
        awaitAnswers(5);
    }

    /** Returns when every user has got so many good answers from now on. */
    private void awaitAnswers(int more) {
        int[] before = users.stream().mapToInt(user -> user.answered.get()).toArray();
        for (int i = 0; i < USERS; i++) {
            int user = i;
            Await.until(
                    "all are answered", PATIENCE, () -> users.get(user).answered.get() >= before[user] + more);
        }
    }
}
