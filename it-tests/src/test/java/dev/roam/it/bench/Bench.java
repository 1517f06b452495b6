package dev.roam.it.bench;

import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures two stock nodes and two nodes with Roam in one run. All four run all the time and take turns workload by workload, so
 * that what else happens on the machine hits both alike. The load driver runs in this process, on the same processors.
 */
public final class Bench {

    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-Dhazelcast.jmx=true");
    private static final Duration RUN_UP = Duration.ofMillis(500);
    private static final String STOCK = "stock";

    private Bench() {}

    /**
     * Runs all workloads, prints the table and writes it into the page.
     *
     * @param args the page. Rounds and seconds come from the system properties {@code roam.bench.rounds} and
     *     {@code roam.bench.seconds}
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("roam.bench.rounds", 3);
        Duration time = Duration.ofSeconds(Integer.getInteger("roam.bench.seconds", 3));
        Topology topology = Topology.selected().get(0);
        Report report = new Report(STOCK);
        try (Cluster stock = Cluster.stock(topology, "bench-stock", 2, node -> node.forLoad(JVM));
                Cluster roam = Cluster.roam(topology, "bench-roam", 2, Map.of(), node -> node.forLoad(JVM))) {
            List<Setup> setups = List.of(new Setup(STOCK, stock), new Setup("roam", roam));
            run(setups, time, new Report(STOCK)); // Warms up compilers and connections; not counted.
            for (int round = 0; round < rounds; round++) {
                run(setups, time, report);
            }
        }
        String table = report.table(conditions(topology, rounds, time));
        System.out.println(table);
        new Page(Path.of(args[0]), "mvn -Pbench verify").write(table);
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

    private static String conditions(Topology topology, int rounds, Duration time) {
        return String.format(
                "Two nodes of %s on JDK %s, %d processors shared with the load driver, loopback; 16 kept-alive connections in a closed"
                        + " loop, one session each, over 50 attributes; the best of %d rounds of %d s, processor time the median.",
                topology.server(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                rounds,
                time.toSeconds());
    }
}
