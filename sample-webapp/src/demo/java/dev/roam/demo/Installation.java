package dev.roam.demo;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What nodes of one kind are made of.
 *
 * @param kind whose server it is
 * @param home the unpacked server, which is only read
 * @param dropIn Roam's zip for it; null leaves Roam out
 */
record Installation(Kind kind, Path home, @Nullable Path dropIn) {

    /** The servers that the demo knows. */
    enum Kind {
        TOMCAT,
        JETTY;

        /** As it stands in options and in names of nodes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A node that is not installed yet.
     *
     * @param base the folder that will be its own
     */
    ServerNode node(String name, Path base, int port) {
        return switch (kind) {
            case TOMCAT -> new TomcatNode(name, this, base, port);
            case JETTY -> new JettyNode(name, this, base, port);
        };
    }
}
