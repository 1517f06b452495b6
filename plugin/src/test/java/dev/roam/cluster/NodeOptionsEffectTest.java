package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.Operation;
import dev.roam.record.Writer;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.Members;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What changes when an option of the node is changed; {@code minMembers} and {@code backupCount} are in {@code FailureTest}. */
class NodeOptionsEffectTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final String name = "test-" + UUID.randomUUID();
    private final List<Integer> ports = Members.freePorts(2);
    private final List<String> both =
            ports.stream().map(port -> "127.0.0.1:" + port).toList();

    private static EmbeddedCluster join(List<String> members, int port, String name) {
        return EmbeddedCluster.join(
                new NodeOptions(members, "127.0.0.1", port, name, null, ClusterMode.EMBEDDED, 1, 1));
    }

    private static int size(EmbeddedCluster cluster) {
        return cluster.instance().getCluster().getMembers().size();
    }

    private static Address address(EmbeddedCluster cluster) {
        return cluster.instance().getCluster().getLocalMember().getAddress();
    }

    @Test
    void members_that_name_each_other_join_and_those_of_another_cluster_name_are_left_out() {
        try (EmbeddedCluster one = join(both, ports.get(0), name);
                EmbeddedCluster two = join(both, ports.get(1), name);
                EmbeddedCluster stranger = join(both, ports.get(1), name + "-other")) {
            assertThat(size(one)).isEqualTo(2);
            assertThat(size(two)).isEqualTo(2);
            assertThat(size(stranger)).isEqualTo(1);
        }
    }

    @Test
    void members_that_do_not_name_each_other_stay_apart() {
        try (EmbeddedCluster one = join(both.subList(0, 1), ports.get(0), name);
                EmbeddedCluster two = join(both.subList(1, 2), ports.get(1), name)) {
            assertThat(size(one)).isEqualTo(1);
            assertThat(size(two)).isEqualTo(1);
        }
    }

    @Test
    void a_member_listens_on_bind_and_port_or_the_next_free_one() throws Exception {
        int port = ports.get(0);
        try (EmbeddedCluster one = join(both.subList(0, 1), port, name);
                EmbeddedCluster next = join(both.subList(0, 1), port, name)) {
            assertThat(address(one)).isEqualTo(new Address("127.0.0.1", port));
            assertThat(address(next).getHost()).isEqualTo("127.0.0.1");
            assertThat(address(next).getPort()).isGreaterThan(port);
        }
    }

    @Test
    void applications_of_different_names_share_nothing_and_those_of_one_name_all() {
        try (EmbeddedCluster one = join(both, ports.get(0), name);
                EmbeddedCluster two = join(both, ports.get(1), name)) {
            Store shop = one.open("shop");
            CommitId id = new CommitId(Writer.random(new Random()), 1);
            shop.execute("k", new Operation.Create(id, new Header("k", 0, 1800, null), Map.of(), 60_000), TIMEOUT);
            Operation fetch = new Operation.Fetch("k", null, null, false);

            assertThat(two.open("shop").execute("k", fetch, TIMEOUT)).isInstanceOf(Answer.Held.class);
            assertThat(two.open("bank").execute("k", fetch, TIMEOUT)).isInstanceOf(Answer.Refused.class);
        }
    }
}
