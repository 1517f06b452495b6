package dev.roam.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.UUID;

/** The options of this JVM's one node as the only member of a cluster of its own: on loopback, a free port, under a name that no other run has. */
record Clustered(String name, String port) {
    static Clustered alone() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Clustered("test-" + UUID.randomUUID(), Integer.toString(socket.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A manager as a user would make it. */
    RoamManager manager() {
        RoamManager manager = new RoamManager();
        manager.setClusterName(name);
        manager.setMembers("127.0.0.1:" + port);
        manager.setPort(port);
        return manager;
    }
}
