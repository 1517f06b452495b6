package dev.roam.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Hands out free ports of the loopback address, each once and in rising order. Not thread-safe. */
final class Ports {

    private int next;

    /** Starts looking at this port. */
    Ports(int first) {
        next = first;
    }

    /** @throws IOException if none is free up to 65535 */
    int take() throws IOException {
        while (next <= 65_535) {
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No port of 127.0.0.1 is free up to 65535; ask for a lower one with --port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
