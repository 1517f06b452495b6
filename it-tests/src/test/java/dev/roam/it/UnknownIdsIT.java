package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.InEveryEnvironment;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node holds what it has served; an id that somebody has made up is nothing. */
@InEveryEnvironment
class UnknownIdsIT {

    private static final int MANY = 200;

    private final Cluster cluster;
    private final String path;

    UnknownIdsIT(Cluster cluster) {
        this.cluster = cluster;
        path = cluster.path(Node.OTHER);
    }

    @Test
    void two_hundred_cookies_that_somebody_made_up_leave_nothing_behind() throws Exception {
        Node node = cluster.node(0);
        try (Browser nobody = cluster.userOfOther();
                Management management = Management.of(node)) {
            nobody.get(node, "/events").expect(200);
            int before = node.heldSessions(management, path);
            int all = node.allSessions(management, path);
            for (int i = 0; i < MANY; i++) {
                nobody.sessionId("made-up-" + i + ".route" + i);
                assertThat(nobody.get(node, "/get?name=mark").expect(200).hasSession())
                        .isFalse();
                nobody.get(node, "/ping").expect(200);
            }
            assertThat(nobody.get(node, "/events").body()).isEmpty();
            assertThat(node.heldSessions(management, path)).isLessThanOrEqualTo(before);
            assertThat(node.allSessions(management, path)).isLessThanOrEqualTo(all);
        }
    }

    @Test
    void a_session_takes_no_room_on_nodes_that_have_not_served_it() throws Exception {
        List<Browser> users = new ArrayList<>();
        Node node = cluster.node(0);
        Node otherNode = cluster.node(1);
        try (Management served = Management.of(node);
                Management other = Management.of(otherNode)) {
            int servedBefore = node.heldSessions(served, path);
            int otherBefore = otherNode.heldSessions(other, path);
            for (int i = 0; i < MANY; i++) {
                Browser user = cluster.userOfOther();
                users.add(user);
                user.get(node, "/set?name=mark&value=" + i).expect(200);
            }
            assertThat(node.heldSessions(served, path)).as("counted at all").isGreaterThan(servedBefore);
            assertThat(otherNode.heldSessions(other, path)).isLessThanOrEqualTo(otherBefore);
        } finally {
            for (Browser user : users) {
                user.get(cluster.node(0), "/invalidate").expect(200);
                user.close();
            }
        }
    }
}
