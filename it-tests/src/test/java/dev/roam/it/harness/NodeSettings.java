package dev.roam.it.harness;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a node is set up.
 *
 * @param name used for its folder and its log
 * @param port of HTTP, on the loopback address
 * @param roam whether Roam is dropped in; without it the server is as it was unpacked
 * @param options of Roam, by name
 * @param modules of Jetty that are there besides
 * @param jvm options of the virtual machine
 * @param applications what is there besides the probe, each under its own name
 * @param manager whether Tomcat's own Manager application is there
 * @param jmx whether a Jetty publishes its beans, and so does what it is told; without, it looks by itself what has been deployed
 * @param files of its folder that are not the container's, by name, with their texts
 * @param loadTest leaves out what a load test would measure or has no use for: the access log, the limit of requests a connection, Jetty's further
 *     environments
 */
public record NodeSettings(
        String name,
        int port,
        boolean roam,
        Map<String, String> options,
        List<String> modules,
        List<String> jvm,
        List<Application> applications,
        boolean manager,
        boolean jmx,
        Map<String, String> files,
        boolean loadTest) {

    /** Small and quick to start; peak speed does not matter to a test. Hazelcast's counters tell when the cluster is safe. */
    static final List<String> TEST_JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dhazelcast.jmx=true");

    static NodeSettings stock(String name, int port) {
        return new NodeSettings(
                name, port, false, Map.of(), List.of(), TEST_JVM, List.of(), false, true, Map.of(), false);
    }

    static NodeSettings roam(String name, int port, Map<String, String> options) {
        return new NodeSettings(
                name, port, true, options, List.of(), TEST_JVM, List.of(), false, true, Map.of(), false);
    }

    /** The same with further options of Roam. */
    NodeSettings with(Map<String, String> further) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putAll(further);
        return new NodeSettings(name, port, roam, all, modules, jvm, applications, manager, jmx, files, loadTest);
    }

    /** The same with further applications. */
    public NodeSettings with(Application... further) {
        return new NodeSettings(
                name, port, roam, options, modules, jvm, List.of(further), manager, jmx, files, loadTest);
    }

    /** The same with Tomcat's own Manager application, see {@link ManagerApplication}. */
    public NodeSettings withManager() {
        return new NodeSettings(name, port, roam, options, modules, jvm, applications, true, jmx, files, loadTest);
    }

    /** The same without the beans of Jetty. */
    public NodeSettings withoutJmx() {
        return new NodeSettings(name, port, roam, options, modules, jvm, applications, manager, false, files, loadTest);
    }

    /** The same with a file in its folder. */
    public NodeSettings with(String file, String text) {
        return new NodeSettings(
                name, port, roam, options, modules, jvm, applications, manager, jmx, Map.of(file, text), loadTest);
    }

    /** The same with modules of Jetty, and the files that set them up. */
    NodeSettings withModules(List<String> added, Map<String, String> setUp) {
        return new NodeSettings(name, port, roam, options, added, jvm, applications, manager, jmx, setUp, loadTest);
    }

    /** The same with further options of the virtual machine. */
    public NodeSettings withJvm(String... further) {
        List<String> all = Stream.concat(jvm.stream(), Stream.of(further)).toList();
        return new NodeSettings(name, port, roam, options, modules, all, applications, manager, jmx, files, loadTest);
    }

    /** The same, set up for a load test on a virtual machine with the given options. */
    public NodeSettings forLoad(List<String> otherJvm) {
        return new NodeSettings(name, port, roam, options, modules, otherJvm, applications, manager, jmx, files, true);
    }

    /** The file that the build names in the given system property. */
    static Path file(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(
                    "System property " + property + " is not set; run the tests with: mvn verify");
        }
        return Path.of(value);
    }
}
