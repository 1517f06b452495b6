package dev.roam.demo;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import java.util.List;

/**
 * The one address before all nodes: Undertow's proxy, set to be as unkind to sessions as it can. Requests go round, whatever their
 * session; a node that refuses is left out and tried again a second later, and what it refused goes to the next.
 */
final class FrontDoor implements AutoCloseable {

    private static final int CONNECTIONS_PER_THREAD = 50;
    private static final int LONGEST_REQUEST_MILLIS = 30_000;

    private final Undertow server;

    private FrontDoor(Undertow server) {
        this.server = server;
    }

    static FrontDoor open(int port, List<URI> nodes) {
        LoadBalancingProxyClient balancer = new LoadBalancingProxyClient()
                .setConnectionsPerThread(CONNECTIONS_PER_THREAD)
                .setProblemServerRetry(1);
        // Without a route of its own no node is preferred for a session cookie.
        nodes.forEach(balancer::addHost);
        Undertow server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setHandler(ProxyHandler.builder()
                        .setProxyClient(balancer)
                        .setMaxConnectionRetries(nodes.size())
                        .setMaxRequestTime(LONGEST_REQUEST_MILLIS)
                        .build())
                .build();
        server.start();
        return new FrontDoor(server);
    }

    @Override
    public void close() {
        server.stop();
    }
}
