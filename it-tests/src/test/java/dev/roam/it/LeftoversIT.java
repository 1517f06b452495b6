package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.NodeSettings;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of an application that has been stopped nothing stays in the server but its sessions. On a Jetty without JMX, whose module keeps the classes of listeners itself. */
class LeftoversIT {

    private static final int ROUNDS = 3;
    /** On a Jetty the last one goes after a minute, as idle threads of its pool do. */
    private static final Duration COLLECTED = Duration.ofMinutes(2);

    static List<Topology> topologies() {
        return Topology.embedded();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void nothing_but_its_sessions_stays_of_an_application_that_was_reloaded_and_replaced(Topology topology)
            throws Exception {
        try (Cluster cluster = Cluster.roam(topology, "redeploy", 1, Map.of(), NodeSettings::withoutJmx);
                Browser user = new Browser();
                Management management = Management.of(cluster.node(0))) {
            Node node = cluster.node(0);
            long loaders = management.count(node.loaderClass());
            String before = "";
            for (int round = 0; round < ROUNDS; round++) {
                use(user, node, 2 * round + 1);
                node.reload(Node.PROBE);
                use(user, node, 2 * round + 2);
                node.redeploy(Node.PROBE);
                before = round == 0
                        ? surroundings(node, management)
                        : before; // Hazelcast makes some beans when they are first needed
            }
            Await.until("all but the running applications' loaders are collected", COLLECTED, () -> {
                long left = management.count(node.loaderClass());
                if (left > loaders) {
                    throw new IllegalStateException(left + " class loaders, before " + loaders);
                }
                return true;
            });
            assertThat(surroundings(node, management)).isEqualTo(before);
        }
    }

    /** Without Hazelcast's metrics, of which it publishes some for the first time whenever it likes. */
    private static String surroundings(Node node, Management management) throws IOException, JMException {
        int hazelcasts = management.beans("com.hazelcast:*") - management.beans("com.hazelcast:type=Metrics,*");
        // Without those that come when they are needed, and go.
        StringBuilder all = new StringBuilder(
                management.threads("roam-", "roam-store-") + " threads of Roam, " + hazelcasts + " beans of Hazelcast");
        for (String pattern : node.beansOfApplications()) {
            all.append(", ").append(management.beans(pattern)).append(" beans ").append(pattern);
        }
        return all.toString();
    }

    /** Puts into the session what only the application's loader knows, and what cannot leave the node. */
    private static void use(Browser user, Node node, int time) throws IOException {
        assertThat(user.get(node, "/counter?manner=async").expect(200).number("items"))
                .isEqualTo(time);
        user.get(node, "/bind?name=tag&value=" + time).expect(200);
        user.get(node, "/local").expect(200);
        user.get(node, "/logout").expect(200);
        user.get(node, "/login?user=ann&password=secret").expect(200);
        user.get(node, "/set?name=big&value=1&manner=big").expect(200);
    }
}
