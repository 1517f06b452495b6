package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import dev.roam.it.harness.Together;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From one container to the other, one node after another, while users shop. */
class MigrationIT {

    private static final int NODES = 2;
    private static final int SHOPPERS = 4;

    static List<Topology> topologies() {
        return Topology.selected().stream().filter(Topology::isMixed).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("topologies")
    void a_cluster_of_tomcats_becomes_one_of_jettys_without_a_failed_session(Topology mixed, TestReporter reporter)
            throws Exception {
        try (Cluster cluster = Cluster.roam(Topology.TOMCAT_11, mixed.name() + "-migration", NODES, Map.of());
                Browser ann = new Browser()) {
            ann.get(cluster.node(0), "/counter").expect(200);
            ann.get(cluster.node(0), "/login?user=ann&password=secret").expect(200);
            AtomicBoolean open = new AtomicBoolean(true);
            List<Shopper> shoppers = IntStream.range(0, SHOPPERS)
                    .mapToObj(i -> new Shopper(cluster))
                    .toList();
            Together.run(SHOPPERS + 1, index -> {
                if (index < SHOPPERS) {
                    shoppers.get(index).shopWhile(open::get);
                } else {
                    try {
                        for (int node = 0; node < NODES; node++) {
                            cluster.replace(node, Topology.JETTY_12_1);
                        }
                    } finally {
                        open.set(false);
                    }
                }
            });
            for (Shopper shopper : shoppers) {
                reporter.publishEntry(cluster + ": migration", shopper.toString());
                shopper.check();
                shopper.close();
            }
            checkStillLoggedIn(ann, cluster);
        }
    }

    private static void checkStillLoggedIn(Browser user, Cluster cluster) throws IOException {
        int count = 1;
        for (Node node : cluster.nodes()) {
            Response account = user.get(node, "/account").expect(200);
            assertThat(account.value("user")).isEqualTo("ann");
            assertThat(account.number("count")).isEqualTo(++count);
        }
    }
}
