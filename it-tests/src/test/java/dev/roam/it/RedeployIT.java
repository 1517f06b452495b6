package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import dev.roam.it.harness.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An application may be reloaded and replaced as often as one likes: its sessions stay. */
@OnEveryTopology
class RedeployIT {

    private final Cluster cluster;

    RedeployIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void a_reload_of_the_application_keeps_its_sessions_and_goes_on_sharing_them() throws Exception {
        try (Browser user = new Browser()) {
            user.get(cluster.node(0), "/counter").expect(200);
            cluster.node(0).reload(Node.PROBE);
            for (int count = 2; count <= 4; count++) {
                Response counted = user.get(cluster.node(count % 2), "/counter").expect(200);
                assertThat(counted.number("count")).isEqualTo(count);
                assertThat(counted.number("items")).isEqualTo(count);
            }
        }
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
            node.redeploy(Node.PROBE);
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
}
