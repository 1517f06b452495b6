package dev.roam.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Hazelcast member on its own, as a user sets one up for nodes in client mode: the documented file with other ports, and on the class path nothing but
 * Hazelcast's jar, from the drop-in, and the plugin's.
 */
public final class Member extends Server {

    private static final Duration START = Duration.ofSeconds(60);

    private final int members;

    /**
     * @param port of this member, one of {@code ports}
     * @param ports of all members
     */
    Member(String name, String clusterName, int port, List<Integer> ports) {
        super(name);
        this.members = ports.size();
        try {
            Folders.unzip(NodeSettings.file("roam.tomcat.zip"), base());
            String file = Files.readString(NodeSettings.file("roam.members.yaml"), StandardCharsets.UTF_8);
            String addresses =
                    ports.stream().map(each -> "          - 127.0.0.1:" + each).collect(Collectors.joining("\n"));
            Files.writeString(
                    base().resolve("hazelcast.yaml"),
                    replaced(
                            replaced(
                                    replaced(file, "cluster-name: roam", "cluster-name: " + clusterName),
                                    "port: 5701",
                                    "port: " + port),
                            "          - 127.0.0.1",
                            addresses),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            close();
            throw new IllegalStateException("Cannot set up " + this, e);
        }
    }

    private static String replaced(String file, String before, String after) throws IOException {
        if (!file.contains(before)) {
            throw new IOException("No '" + before + "' in the documented file");
        }
        return file.replace(before, after);
    }

    @Override
    protected List<String> arguments() {
        return Stream.concat(
                        NodeSettings.TEST_JVM.stream(),
                        Stream.of(
                                "-Dhazelcast.config=" + base().resolve("hazelcast.yaml"),
                                "-Dhazelcast.local.localAddress=127.0.0.1",
                                "-Dhazelcast.socket.bind.any=false",
                                "-classpath",
                                hazelcast() + ":" + NodeSettings.file("roam.plugin.jar"),
                                "com.hazelcast.core.server.HazelcastMemberStarter"))
                .toList();
    }

    private Path hazelcast() {
        try (Stream<Path> jars = Files.list(base().resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("hazelcast-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot look into the drop-in", e);
        }
    }

    /** Returns when it has joined the others and every partition has its backup. */
    @Override
    public void awaitReady() {
        try {
            Await.until(this + " has joined", START, () -> {
                if (!isRunning()) {
                    throw new IllegalStateException(this + " has ended");
                }
                try (Management management = Management.of(this)) {
                    return management.isSafe(members);
                } catch (IOException e) {
                    return false; // not that far yet
                }
            });
        } catch (AssertionError e) {
            throw new IllegalStateException(this + " does not start:\n" + logTail(), e);
        }
    }
}
