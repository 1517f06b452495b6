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
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Three Tomcats in a temporary folder and the address before them. What it starts and writes is gone after {@link #close}. */
final class DemoCluster implements AutoCloseable {

    static final int SIZE = 3;

    private static final int FIRST_MEMBER_PORT = 5701;
    private static final Duration START = Duration.ofMinutes(2);

    private final Path folder;
    private final List<TomcatNode> nodes;
    private final int port;

    private @Nullable FrontDoor door;
    private boolean closed;

    private DemoCluster(Path folder, List<TomcatNode> nodes, int port) {
        this.folder = folder;
        this.nodes = nodes;
        this.port = port;
    }

    /** Writes the nodes' folders and starts nothing yet. */
    static DemoCluster create(DemoOptions options) throws IOException {
        Path folder = Files.createTempDirectory("roam-demo-");
        Ports web = new Ports(options.port());
        int port = web.take();
        List<Integer> memberPorts = memberPorts();
        List<TomcatNode> nodes = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            String name = "node-" + (i + 1);
            Path base = folder.resolve(name);
            int nodePort = web.take();
            Path dropIn = options.dropIn();
            String manager = dropIn == null ? "" : manager(memberPorts, i);
            CatalinaBase.create(base, options.tomcat(), options.war(), nodePort, manager);
            if (dropIn != null) {
                CatalinaBase.dropIn(base, dropIn);
            }
            nodes.add(new TomcatNode(name, options.tomcat(), base, nodePort));
        }
        return new DemoCluster(folder, List.copyOf(nodes), port);
    }

    private static List<Integer> memberPorts() throws IOException {
        Ports ports = new Ports(FIRST_MEMBER_PORT);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            taken.add(ports.take());
        }
        return taken;
    }

    /** On machines of their own, nodes list plain hosts and need no port; a cluster name keeps two demos apart. */
    private static String manager(List<Integer> ports, int node) {
        String members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return """
                <Manager className="dev.roam.tomcat.RoamManager"
                           clusterName="roam-demo-%d" members="%s" port="%d"/>"""
                .formatted(ProcessHandle.current().pid(), members, ports.get(node));
    }

    /** Starts all nodes at once, waits until each serves the application, and opens the address. */
    void start() throws IOException, InterruptedException {
        for (TomcatNode node : nodes) {
            node.start();
        }
        for (TomcatNode node : nodes) {
            node.awaitReady(START);
        }
        openDoor();
    }

    private synchronized void openDoor() {
        if (!closed) {
            door = FrontDoor.open(port, nodes.stream().map(TomcatNode::address).toList());
        }
    }

    /** Starts one node and waits until it serves the application. */
    void start(TomcatNode node) throws IOException, InterruptedException {
        node.start();
        node.awaitReady(START);
    }

    List<TomcatNode> nodes() {
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
        nodes.forEach(TomcatNode::close);
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
