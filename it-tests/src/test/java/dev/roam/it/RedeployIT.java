package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Await;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/** An application may be reloaded and replaced as often as one likes: its sessions stay, and nothing else of it. */
@OnEveryTopology
class RedeployIT {

    private static final int ROUNDS = 10;
    private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";
    private static final Duration COLLECTED = Duration.ofSeconds(60);

    private final Cluster cluster;

    RedeployIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void nothing_but_its_sessions_stays_of_an_application_that_was_reloaded_and_replaced() throws Exception {
        Node node = cluster.node(0);
        try (Browser user = new Browser();
                Management management = Management.of(node)) {
            long loaders = management.count(LOADER);
            String before = "";
            for (int round = 0; round < ROUNDS; round++) {
                use(user, node, 2 * round + 1);
                management.reload(Node.PROBE);
                use(user, node, 2 * round + 2);
                redeploy(node, management);
                before = round == 0
                        ? surroundings(management)
                        : before; // Hazelcast makes some beans when they are first needed
            }
            Await.until("all but the running applications' loaders are collected", COLLECTED, () -> {
                long left = management.count(LOADER);
                if (left > loaders) {
                    throw new IllegalStateException(left + " class loaders, before " + loaders);
                }
                return true;
            });
            assertThat(surroundings(management)).isEqualTo(before);
        }
    }

    /** Without Hazelcast's metrics, of which it publishes some for the first time whenever it likes. */
    private static String surroundings(Management management) throws IOException, JMException {
        int hazelcasts = management.beans("com.hazelcast:*") - management.beans("com.hazelcast:type=Metrics,*");
        // Without those that come when they are needed, and go.
        return management.threads("roam-", "roam-store-") + " threads of Roam, " + hazelcasts
                + " beans of Hazelcast, "
                + management.beans("Catalina:type=Manager,*") + " managers, "
                + management.beans("Catalina:type=Valve,*") + " valves";
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

    private static void redeploy(Node node, Management management) throws IOException, JMException {
        node.undeploy(Node.PROBE);
        management.check(Node.PROBE);
        try (Browser nobody = new Browser()) {
            nobody.get(node, "/ping").expect(404);
        }
        deploy(Node.PROBE, node, management);
    }

    @Test
    void sessions_survive_a_redeployment_of_all_nodes_one_after_the_other() throws Exception {
        List<Browser> users =
                IntStream.range(0, 10).mapToObj(i -> new Browser()).toList();
        for (int i = 0; i < users.size(); i++) {
            users.get(i).get(cluster.node(i), "/counter").expect(200);
        }
        int count = 1;
        for (Node node : cluster.nodes()) {
            try (Management management = Management.of(node)) {
                redeploy(node, management);
            }
            count++;
            for (int i = 0; i < users.size(); i++) {
                var counted =
                        users.get(i).get(cluster.node(i + count), "/counter").expect(200);
                assertThat(counted.number("count")).isEqualTo(count);
                assertThat(counted.number("items")).isEqualTo(count);
            }
        }
        for (Browser user : users) {
            user.close();
        }
    }

    @Test
    void an_old_version_goes_only_when_its_last_session_has_ended_on_whichever_node() throws Exception {
        Node here = cluster.node(0);
        Node there = cluster.node(1);
        List<String> versions = List.of("/shop##1", "/shop##2");
        try (Browser user = new Browser("/shop");
                Management management = Management.of(here);
                Management other = Management.of(there)) {
            deploy(versions.get(0), here, management);
            deploy(versions.get(0), there, other);
            user.get(there, "/counter").expect(200);
            deploy(versions.get(1), here, management);
            management.undeployOldVersions();
            assertThat(user.get(here, "/version").value("version")).isEqualTo("1");

            user.get(there, "/invalidate").expect(200);
            management.undeployOldVersions();
            assertThat(management.beans("Catalina:j2eeType=WebModule,name=//localhost/shop##1,*"))
                    .isZero();
            assertThat(user.get(here, "/version").value("version")).isEqualTo("2");
        } finally {
            for (Node node : List.of(here, there)) {
                try (Management management = Management.of(node)) {
                    for (String version : versions) {
                        node.undeploy(version);
                        management.check(version);
                    }
                }
            }
        }
    }

    private static void deploy(String name, Node node, Management management) throws IOException, JMException {
        node.deploy(name);
        management.check(name);
    }
}
