package dev.roam.it;

import dev.roam.it.harness.Node;
import dev.roam.it.harness.NodeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node's listener has heard of endings, as it wrote it down: the session's mark and the cause when it began, the mark again when it had
 * finished. It outlives the node. See {@code dev.roam.it.probe.Journal}.
 */
final class Endings {

    private static final String FILE = "endings";

    private Endings() {}

    /** One that began. */
    record Begun(String mark, String cause) {}

    /** Has a node write them down. */
    static NodeSettings writtenDown(NodeSettings settings) {
        return settings.withJvm("-Dprobe.journal=" + FILE);
    }

    /** The same; its listener waits at the latch {@code ending} in the ending of that number, counted from 1. */
    static NodeSettings heldAt(int number, NodeSettings settings) {
        return writtenDown(settings).withJvm("-Dprobe.journal.hold-at=" + number);
    }

    /** In the order in which they began. */
    static List<Begun> begun(Node node) throws IOException {
        return lines(node, "begun").map(words -> new Begun(words[1], words[2])).toList();
    }

    /** The marks of those that had finished, in that order. */
    static List<String> finished(Node node) throws IOException {
        return lines(node, "finished").map(words -> words[1]).toList();
    }

    private static Stream<String[]> lines(Node node, String first) throws IOException {
        Path file = node.file(FILE);
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(line -> line.split(" ", 3))
                .filter(words -> words[0].equals(first));
    }
}
