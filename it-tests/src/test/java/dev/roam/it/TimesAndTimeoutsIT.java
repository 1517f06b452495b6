package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A session's times and its timeout are the session's, not a node's. */
@OnEveryTopology
class TimesAndTimeoutsIT {

    /** Members agree on the time of the cluster, but not to the millisecond. */
    private static final int CLOCKS_APART_MILLIS = 400;

    private static final int APART_MILLIS = 1_000;
    private static final int SHORT_SECONDS = 2;
    private static final int LONG_SECONDS = 3_600;
    private static final int A_WHILE_MILLIS = 3_500;

    private final Cluster cluster;

    TimesAndTimeoutsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    private static long time(Response info, String key) {
        return Long.parseLong(info.value(key).replaceAll("\\D", ""));
    }

    @Test
    void a_timeout_is_known_to_every_node_though_the_request_changed_nothing_else() throws IOException {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            for (int timeout : new int[] {77, 0, 1234, -1, 99}) {
                user.get(cluster.node(timeout + 1), "/timeout?s=" + timeout).expect(200);
                for (Node node : cluster.nodes()) {
                    assertThat(user.get(node, "/info").number("maxInactive"))
                            .as("on %s", node)
                            .isEqualTo(timeout);
                }
            }
        }
    }

    @Test
    void of_timeouts_that_are_set_on_every_node_at_once_one_counts_on_all_of_them() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            int nodes = cluster.nodes().size();
            Together.run(nodes, i -> {
                try (Browser window = user.sameUser()) {
                    window.get(cluster.node(i), "/timeout?s=" + (100 + i)).expect(200);
                }
            });
            Set<Integer> timeouts = new HashSet<>();
            for (Node node : cluster.nodes()) {
                timeouts.add(user.get(node, "/info").number("maxInactive"));
            }
            assertThat(timeouts).hasSize(1).allMatch(timeout -> timeout >= 100 && timeout < 100 + nodes);
        }
    }

    @Test
    void the_times_of_a_session_are_those_of_its_requests_on_whichever_node() throws IOException {
        try (Browser user = new Browser()) {
            long before = System.currentTimeMillis();
            user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
            long after = System.currentTimeMillis();
            Set<Long> created = new HashSet<>();
            for (int i = 1; i <= cluster.nodes().size(); i++) {
                Await.clockToPass(after + APART_MILLIS);
                long begin = System.currentTimeMillis();
                Response info = user.get(cluster.node(i), "/info").expect(200);
                created.add(time(info, "created"));
                assertThat(time(info, "lastAccessed"))
                        .as("the request before that to %s", cluster.node(i))
                        .isBetween(before - CLOCKS_APART_MILLIS, after + CLOCKS_APART_MILLIS);
                before = begin;
                after = System.currentTimeMillis();
            }
            assertThat(created).hasSize(1);
        }
    }

    @Test
    void the_timeout_that_was_set_last_counts_on_every_node_and_one_of_zero_or_less_is_never_over() throws IOException {
        try (Browser zero = user(0);
                Browser less = user(-1);
                Browser longest = user(Integer.MAX_VALUE);
                Browser shortThenNone = user(SHORT_SECONDS);
                Browser shortThenLong = user(SHORT_SECONDS);
                Browser longThenShort = user(LONG_SECONDS)) {
            shortThenNone.get(cluster.node(0), "/timeout?s=-1").expect(200);
            shortThenLong.get(cluster.node(2), "/timeout?s=" + LONG_SECONDS).expect(200);
            longThenShort.get(cluster.node(2), "/timeout?s=" + SHORT_SECONDS).expect(200);
            try (Browser second = user(SHORT_SECONDS)) {
                long begin = System.currentTimeMillis();
                Await.clockToPass(begin + A_WHILE_MILLIS);
                assertThat(second.get(cluster.node(0), "/get?name=mark").hasSession())
                        .as("a short timeout, for comparison")
                        .isFalse();
            }
            for (Node node : cluster.nodes()) {
                assertThat(longThenShort.get(node, "/get?name=mark").hasSession())
                        .as("on %s", node)
                        .isFalse();
            }
            for (Browser user : new Browser[] {zero, less, longest, shortThenNone, shortThenLong}) {
                for (Node node : cluster.nodes()) {
                    assertThat(user.get(node, "/get?name=mark").value("mark"))
                            .as("on %s", node)
                            .isEqualTo("1");
                }
            }
        }
    }

    private Browser user(int timeout) throws IOException {
        Browser user = new Browser();
        user.get(cluster.node(0), "/set?name=mark&value=1").expect(200);
        user.get(cluster.node(1), "/timeout?s=" + timeout).expect(200);
        return user;
    }
}
