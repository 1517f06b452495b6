package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.NextToStockTomcat;
import dev.roam.it.harness.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 11, for versions of an application side by side: each user stays with the version that has their session. */
@NextToStockTomcat
class VersionsIT {

    private static final String PATH = "/shop";
    private static final String OLD = PATH + "##1";
    private static final String NEW = PATH + "##2";

    private final Node stock;
    private final Node roam;

    VersionsIT(Cluster stock, Cluster roam) {
        this.stock = stock.node(0);
        this.roam = roam.node(0);
    }

    @AfterEach
    void remove_both_versions() throws Exception {
        for (Node node : List.of(stock, roam)) {
            try (Management management = Management.of(node)) {
                for (String version : List.of(OLD, NEW)) {
                    node.undeploy(version);
                    management.check(version);
                }
            }
        }
    }

    @Test
    void old_users_stay_with_the_old_version_until_their_sessions_end_and_then_it_goes() throws Exception {
        assertThat(story(roam))
                .isEqualTo(story(stock))
                .containsExactly(
                        "ann 1",
                        "bob 1",
                        "ann 1",
                        "a stranger 2",
                        "carl 2",
                        "one who makes up an id 2",
                        "ann, logged in 1",
                        "old version deployed: true",
                        "ann, gone 2",
                        "bob 1",
                        "old version deployed: true",
                        "bob, gone 2",
                        "old version deployed: false",
                        "carl 2");
    }

    private static List<String> story(Node node) throws Exception {
        List<String> told = new ArrayList<>();
        try (Management management = Management.of(node);
                Browser ann = new Browser(PATH);
                Browser bob = new Browser(PATH);
                Browser carl = new Browser(PATH);
                Browser stranger = new Browser(PATH)) {
            deploy(node, management, OLD);
            ann.get(node, "/counter").expect(200);
            bob.get(node, "/counter").expect(200);
            told.add("ann " + version(ann, node));
            told.add("bob " + version(bob, node));
            deploy(node, management, NEW);
            told.add("ann " + version(ann, node));
            told.add("a stranger " + version(stranger, node));
            carl.get(node, "/counter").expect(200);
            told.add("carl " + version(carl, node));
            stranger.sessionId("0123456789ABCDEF0123456789ABCDEF");
            told.add("one who makes up an id " + version(stranger, node));
            ann.get(node, "/login?user=ann&password=secret").expect(200);
            told.add("ann, logged in " + version(ann, node));
            told.add(oldOneIsThere(management));
            ann.get(node, "/invalidate").expect(200);
            told.add("ann, gone " + version(ann, node));
            told.add("bob " + version(bob, node));
            told.add(oldOneIsThere(management));
            bob.get(node, "/invalidate").expect(200);
            told.add("bob, gone " + version(bob, node));
            told.add(oldOneIsThere(management));
            told.add("carl " + version(carl, node));
        }
        return told;
    }

    private static void deploy(Node node, Management management, String version) throws Exception {
        node.deploy(version);
        management.check(version);
    }

    private static String version(Browser user, Node node) throws Exception {
        return user.get(node, "/version").expect(200).value("version");
    }

    private static String oldOneIsThere(Management management) throws Exception {
        management.undeployOldVersions();
        return "old version deployed: "
                + (management.beans("Catalina:j2eeType=WebModule,name=//localhost" + OLD + ",*") == 1);
    }
}
