package dev.roam.it.bench;

import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.NodeSettings;
import dev.roam.it.harness.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures, container by container, two stock nodes, two nodes with Roam and, of Jettys, those that replicate by themselves. All nodes of a container run all the
 * time and take turns workload by workload, so that what else happens on the machine hits them alike. The load driver runs in this process, on the same
 * processors.
 */
public final class Bench {

    private static final int NODES = 2;
    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-Dhazelcast.jmx=true");
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration RUN_UP = Duration.ofMillis(500);
    private static final String STOCK = "stock";
    private static final String JETTY_HAZELCAST = "jetty-hazelcast";

    private final int rounds = Integer.getInteger("roam.bench.rounds", 3);
    private final Duration time = Duration.ofSeconds(Integer.getInteger("roam.bench.seconds", 3));

    private Bench() {}

    /**
     * Runs all workloads, prints the tables and writes them into the page.
     *
     * @param args the page. Containers, rounds and seconds come from the system properties {@code roam.topologies}, {@code roam.bench.rounds} and
     *     {@code roam.bench.seconds}
     */
    public static void main(String[] args) throws Exception {
        Bench bench = new Bench();
        StringBuilder text = new StringBuilder(bench.conditions());
        for (Topology topology : Topology.selected()) {
            text.append("\n## ").append(topology.server()).append("\n\n").append(bench.table(topology));
        }
        System.out.println(text);
        new Page(Path.of(args[0]), "mvn -Pbench verify").write(text.toString());
    }

    private String table(Topology topology) throws Exception {
        Report report = new Report(STOCK);
        List<Setup> setups = new ArrayList<>();
        try {
            start(topology, setups);
            run(setups, WARM_UP, new Report(STOCK)); // Not counted.
            for (int round = 0; round < rounds; round++) {
                run(setups, time, report);
                setups.forEach(Setup::awaitSafe);
            }
        } finally {
            setups.forEach(Setup::close);
        }
        return report.table();
    }

    /** Adds the setups one by one, so that those are closed that were started before one that fails. */
    private static void start(Topology topology, List<Setup> setups) {
        setups.add(new Setup(STOCK, Cluster.stock(topology, "bench-stock", NODES, Bench::forLoad), Workload::sticky));
        if (topology.isJetty()) {
            setups.add(new Setup(
                    JETTY_HAZELCAST,
                    Cluster.jettyHazelcast(topology, "bench-hash", NODES, "session-cache-hash", Bench::forLoad),
                    Workload::sticky));
            setups.add(new Setup(
                    JETTY_HAZELCAST,
                    Cluster.jettyHazelcast(topology, "bench-null", NODES, "session-cache-null", Bench::forLoad),
                    Workload::alternating));
        }
        setups.add(new Setup(
                "roam", Cluster.roam(topology, "bench-roam", NODES, Map.of(), Bench::forLoad), workload -> true));
    }

    private static NodeSettings forLoad(NodeSettings node) {
        return node.forLoad(JVM);
    }

    private static void run(List<Setup> setups, Duration time, Report report) throws Exception {
        for (Workload workload : Workload.all()) {
            for (Setup setup : setups) {
                if (setup.supports(workload)) {
                    Sample sample = setup.measure(workload, RUN_UP, time);
                    System.out.printf("%s %s: %.0f/s%n", setup.name(), workload, sample.perSecond());
                    report.add(workload, setup.name(), sample);
                }
            }
        }
    }

    private String conditions() {
        return String.format(
                "Two nodes on JDK %s, %d processors shared with the load driver, loopback; 16 kept-alive connections in a closed loop, one"
                        + " session each, over 50 attributes; the best of %d rounds of %d s, processor time the median.%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds, time.toSeconds());
    }
}
