package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.OptionException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;

/** The module's XML file, read as Jetty reads it at its start; no test gets as far as to join a cluster. */
class RoamXmlTest {
    /** Surefire runs in the module's folder. */
    private static final Path FILE = Path.of("src/main/jetty-base/etc/roam.xml");

    @Test
    void the_server_gets_roam_as_its_sessions() throws Exception {
        assertThat(configured(Map.of()).getBean(SessionCacheFactory.class)).isInstanceOf(RoamSessions.class);
    }

    @Test
    void a_property_that_is_misspelt_stops_the_start() throws Exception {
        Server server = configured(Map.of("roam.clusterNam", "shop"));

        assertThatThrownBy(server::start)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("clusterNam", "did you mean clusterName?");
    }

    @Test
    void a_wrong_value_stops_the_start() throws Exception {
        Server server = configured(Map.of("roam.port", "http"));

        assertThatThrownBy(server::start).isInstanceOf(OptionException.class).hasMessageContainingAll("port", "http");
    }

    private Server configured(Map<String, String> properties) throws Exception {
        Server server = new Server();
        try (ResourceFactory.Closeable resources = ResourceFactory.closeable()) {
            new XmlConfiguration(
                            resources.newResource(FILE),
                            new HashMap<>(Map.of("Server", server)),
                            new HashMap<>(properties))
                    .configure();
        }
        return server;
    }
}
