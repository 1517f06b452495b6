package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/** A node holds what it has served; an id that somebody has made up is nothing. */
@OnEveryTopology
class UnknownIdsIT {

    private static final int MANY = 200;

    private final Cluster cluster;

    UnknownIdsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void two_hundred_cookies_that_somebody_made_up_leave_nothing_behind() throws Exception {
        Node node = cluster.node(0);
        try (Browser nobody = new Browser(Node.OTHER);
                Management management = Management.of(node)) {
            nobody.get(node, "/events").expect(200);
            int before = count(management, "activeSessions");
            int full = count(management, "activeSessionsFull");
            for (int i = 0; i < MANY; i++) {
                nobody.sessionId("made-up-" + i + ".route" + i);
                assertThat(nobody.get(node, "/get?name=mark").expect(200).hasSession())
                        .isFalse();
                nobody.get(node, "/ping").expect(200);
            }
            assertThat(nobody.get(node, "/events").body()).isEmpty();
            assertThat(count(management, "activeSessions")).isLessThanOrEqualTo(before);
            assertThat(count(management, "activeSessionsFull")).isLessThanOrEqualTo(full);
        }
    }

    @Test
    void a_session_takes_no_room_on_nodes_that_have_not_served_it() throws Exception {
        List<Browser> users = new ArrayList<>();
        try (Management served = Management.of(cluster.node(0));
                Management other = Management.of(cluster.node(1))) {
            int servedBefore = count(served, "activeSessions");
            int otherBefore = count(other, "activeSessions");
            for (int i = 0; i < MANY; i++) {
                Browser user = new Browser(Node.OTHER);
                users.add(user);
                user.get(cluster.node(0), "/set?name=mark&value=" + i).expect(200);
            }
            assertThat(count(served, "activeSessions")).as("counted at all").isGreaterThan(servedBefore);
            assertThat(count(other, "activeSessions")).isLessThanOrEqualTo(otherBefore);
        } finally {
            for (Browser user : users) {
                user.get(cluster.node(0), "/invalidate").expect(200);
                user.close();
            }
        }
    }

    /** A number that the manager of the application's sessions tells of itself. */
    private static int count(Management management, String attribute) throws IOException, JMException {
        return (int) management.attribute("Catalina:type=Manager,host=localhost,context=" + Node.OTHER, attribute);
    }
}
