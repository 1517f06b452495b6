package dev.roam.jetty;

import dev.roam.Container;
import dev.roam.Sessions;
import java.util.Map;

/** Where a session cache gets its sessions from: the cluster, or in tests a store of their own. */
@FunctionalInterface
interface SessionsFactory {
    /**
     * Opens a web application's sessions.
     *
     * @param own the options that the web application has itself, by name
     * @param defaultApplication the application's name if the options give none
     * @throws dev.roam.OptionException if an option is wrong, or the application is open already
     * @throws dev.roam.StoreException if the cluster cannot be reached
     */
    Sessions<RoamSession> open(Map<String, String> own, String defaultApplication, Container<RoamSession> container);
}
