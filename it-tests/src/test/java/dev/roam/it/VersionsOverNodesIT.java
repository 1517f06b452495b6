package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryTomcat;
import java.io.IOException;
import java.util.List;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/** Versions of an application side by side, which Tomcat alone has: a session of the cluster counts as one of each node. */
@OnEveryTomcat
class VersionsOverNodesIT {

    private final Cluster cluster;

    VersionsOverNodesIT(Cluster cluster) {
        this.cluster = cluster;
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
