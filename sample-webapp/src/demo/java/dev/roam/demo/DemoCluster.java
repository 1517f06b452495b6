package dev.roam.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes in a temporary folder and the address before them. What it starts and writes is gone after {@link #close}. */
final class DemoCluster implements AutoCloseable {

    private static final int FIRST_MEMBER_PORT = 5701;
    private static final Duration START = Duration.ofMinutes(2);

    private final Path folder;
    private final List<ServerNode> nodes;
    private final int port;

    private @Nullable FrontDoor door;
    private boolean closed;

    private DemoCluster(Path folder, List<ServerNode> nodes, int port) {
        this.folder = folder;
        this.nodes = nodes;
        this.port = port;
    }

    /** Writes the nodes' folders and starts nothing yet. */
    static DemoCluster create(DemoOptions options) throws IOException {
        Path folder = Files.createTempDirectory("roam-demo-");
        Ports web = new Ports(options.port());
        int port = web.take();
        List<Installation> servers = options.servers();
        List<Integer> memberPorts = memberPorts(servers.size());
        List<ServerNode> nodes = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Installation server = servers.get(i);
            String name = server.kind() + "-" + (i + 1);
            ServerNode node = server.node(name, folder.resolve(name), web.take());
            node.install(options.war(), roam(memberPorts, i));
            nodes.add(node);
        }
        return new DemoCluster(folder, List.copyOf(nodes), port);
    }

    private static List<Integer> memberPorts(int count) throws IOException {
        Ports ports = new Ports(FIRST_MEMBER_PORT);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(ports.take());
        }
        return taken;
    }

    /** On machines of their own, nodes list plain hosts and need no port; a cluster name keeps two demos apart. */
    private static Map<String, String> roam(List<Integer> ports, int node) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("clusterName", "roam-demo-" + ProcessHandle.current().pid());
        options.put("members", ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        options.put("port", ports.get(node).toString());
        return options;
    }

    /** Starts all nodes at once, waits until each serves the application, and opens the address. */
    void start() throws IOException, InterruptedException {
        for (ServerNode node : nodes) {
            node.start();
        }
        for (ServerNode node : nodes) {
            node.awaitReady(START);
        }
        openDoor();
    }

    private synchronized void openDoor() {
        if (!closed) {
            door = FrontDoor.open(port, nodes.stream().map(ServerNode::address).toList());
        }
    }

    /** Starts one node and waits until it serves the application. */
    void start(ServerNode node) throws IOException, InterruptedException {
        node.start();
        node.awaitReady(START);
    }

    List<ServerNode> nodes() {
        return nodes;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the processes, closes the address and removes the folder. Only the first call does anything. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (door != null) {
            door.close();
        }
        nodes.forEach(ServerNode::close);
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.println("Not removed: " + folder + " (" + e + ")");
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
