package dev.roam.jetty;

import java.util.Objects;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.xml.ConfigurationProcessor;
import org.eclipse.jetty.xml.ConfigurationProcessorFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.eclipse.jetty.xml.XmlParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code etc/roam.xml} of the module: adds {@link RoamSessions} to the server, with every start property {@code roam.<option>}. An XML file of
 * Jetty's own kind asks for properties by name, and would not see one that is misspelt. Found by {@link XmlConfiguration} as a service.
 */
public final class RoamXml implements ConfigurationProcessorFactory {
    private static final String PREFIX = "roam.";

    /** What reads a file with this root element, or null if that is not {@code <Roam/>}. */
    @Override
    public @Nullable ConfigurationProcessor getConfigurationProcessor(@Nullable String dtd, String tag) {
        return tag.equals("Roam") ? new Processor() : null;
    }

    private static final class Processor implements ConfigurationProcessor {
        private @Nullable XmlConfiguration file;

        /** Called before the file has properties. */
        @Override
        public void init(Resource resource, XmlParser.Node root, XmlConfiguration configuration) {
            file = configuration;
        }

        @Override
        public Object configure() {
            return configure(
                    Objects.requireNonNull(file().getIdMap().get("Server"), "no file before has made a server"));
        }

        @Override
        public Object configure(Object server) {
            RoamSessions sessions = new RoamSessions();
            file().getProperties().forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    sessions.setOption(name.substring(PREFIX.length()), value);
                }
            });
            ((Server) server).addBean(sessions);
            return server;
        }

        private XmlConfiguration file() {
            return Objects.requireNonNull(file, "init comes first");
        }
    }
}
