package dev.roam.tomcat;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.Sessions;
import org.apache.catalina.Server;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the cluster. Whatever joins it starts threads, and a thread inherits the context class loader of the one that starts it: at that
 * moment the web application's, which would then never be collected (Tomcat's {@code WebappClassLoaderBase} warns of such threads). So the
 * cluster is joined with Roam's own loader in place.
 */
final class ClusterSessions implements SessionsFactory {
    @Override
    public OpenSessions open(
            NodeOptions nodeOptions,
            ApplicationOptions application,
            Container<RoamSession> container,
            @Nullable Server server) {
        Thread thread = Thread.currentThread();
        ClassLoader webApplication = thread.getContextClassLoader();
        thread.setContextClassLoader(ClusterSessions.class.getClassLoader());
        try {
            Node node = Node.join(nodeOptions);
            try {
                Sessions<RoamSession> sessions = node.open(application, container);
                ServerHold.keepUntilStop(server, () -> Node.join(nodeOptions));
                return new OpenSessions(sessions, node::close);
            } catch (RuntimeException | Error e) {
                node.close();
                throw e;
            }
        } finally {
            thread.setContextClassLoader(webApplication);
        }
    }
}
