package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.OnEveryJetty;
import dev.roam.it.harness.Response;
import java.io.IOException;
import javax.management.JMException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Users whose browsers tell their password with each request, whoever asks: Jetty keeps nothing of them but that their session's id was renewed. FORM is the
 * probe's own and so in {@link ApplicationsIT}, for all containers.
 */
@OnEveryJetty
class LoginMethodsIT {

    private static final int ROUNDS = 3;

    private final Cluster cluster;

    LoginMethodsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A login gives the session another id, once: what a node has done is known to the next one. */
    @ParameterizedTest
    @EnumSource(names = {"PROBE_WITH_BASIC", "PROBE_WITH_DIGEST"})
    void a_user_has_one_session_on_all_nodes_and_it_gets_another_id_with_the_login_alone(Application application)
            throws IOException, JMException {
        String path = application.path();
        for (Node node : cluster.nodes()) {
            node.deploy(application, path);
            node.look(path);
        }
        try (Browser user = new Browser(path)) {
            user.get(cluster.node(0), "/counter").expect(200);
            String before = user.sessionId();
            user.get(cluster.node(0), "/account").expect(401);
            user.knows("ann", "secret");
            int count = 1;
            for (int round = 0; round < ROUNDS; round++) {
                for (Node node : cluster.nodes()) {
                    Response account = user.get(node, "/account").expect(200);
                    assertThat(account.value("user")).isEqualTo("ann");
                    assertThat(account.value("shopper")).isEqualTo("true");
                    assertThat(account.number("count")).isEqualTo(++count);
                    if (count == 2) {
                        assertThat(user.sessionId()).isNotEqualTo(before);
                        before = user.sessionId();
                    }
                    assertThat(user.sessionId()).as("on %s", node).isEqualTo(before);
                }
            }
        } finally {
            for (Node node : cluster.nodes()) {
                node.undeploy(path);
                node.look(path);
            }
        }
    }
}
