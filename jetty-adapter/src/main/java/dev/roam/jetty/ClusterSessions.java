package dev.roam.jetty;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.Sessions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Sessions in the cluster that the server has joined.
 *
 * @param node the server's, which is another one after each start of the server
 * @param options the server's: those of an application are the defaults of all
 */
record ClusterSessions(Supplier<Node> node, Map<String, String> options) implements SessionsFactory {
    @Override
    public Sessions<RoamSession> open(
            Map<String, String> own, String defaultApplication, Container<RoamSession> container) {
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(own);
        String difference = NodeOptions.parse(options).firstDifference(NodeOptions.parse(all));
        if (difference != null) {
            throw new OptionException("the web application has an option that is the server's: " + difference
                    + "; set it in start.d/roam.ini, not for the application");
        }
        ApplicationOptions application = ApplicationOptions.parse(all, defaultApplication);
        return RoamSessions.inOwnLoader(() -> node.get().open(application, container));
    }
}
