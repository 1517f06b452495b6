package dev.roam.tomcat;

import dev.roam.ApplicationOptions;
import dev.roam.Container;
import dev.roam.NodeOptions;
import dev.roam.Sessions;
import org.apache.catalina.Server;
import org.jspecify.annotations.Nullable;

/** Where a manager gets its sessions from: the cluster, or in tests a store of their own. */
@FunctionalInterface
interface SessionsFactory {
    /**
     * Opens an application's sessions.
     *
     * @param server the server that the context belongs to; null where Tomcat is embedded without one
     * @throws dev.roam.OptionException if the options do not agree with those of a running node or application
     * @throws dev.roam.StoreException if the cluster cannot be reached
     */
    OpenSessions open(
            NodeOptions node,
            ApplicationOptions application,
            Container<RoamSession> container,
            @Nullable Server server);

    /**
     * An application's sessions and what to give back after them.
     *
     * @param sessions the sessions, open
     * @param release called once the sessions are closed
     */
    record OpenSessions(Sessions<RoamSession> sessions, Runnable release) {
        /** Commits what is pending, forgets the sessions, and gives back the node. Ends no session. */
        void close() {
            try {
                sessions.close();
            } finally {
                release.run();
            }
        }
    }
}
