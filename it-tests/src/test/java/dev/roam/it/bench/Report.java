package dev.roam.it.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table. */
final class Report {

    private final String stock;
    private final Map<Workload, Map<String, List<Sample>>> samples = new LinkedHashMap<>();

    /** A report that compares with the setup of that name. */
    Report(String stock) {
        this.stock = stock;
    }

    /** Adds what one round measured. */
    void add(Workload workload, String setup, Sample sample) {
        samples.computeIfAbsent(workload, key -> new LinkedHashMap<>())
                .computeIfAbsent(setup, key -> new ArrayList<>())
                .add(sample);
    }

    /** The table; of several rounds the best one, as another process on the machine only ever makes it slower. */
    String table() {
        StringBuilder text = new StringBuilder(
                        "| nodes | requests | session | setup | req/s | spread | of stock | p50 ms | p99 ms | CPU µs/request |")
                .append(" bytes between nodes/request |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        samples.forEach((workload, setups) -> setups.forEach((setup, rounds) -> {
            Sample best = best(rounds);
            DoubleSummaryStatistics spread =
                    rounds.stream().mapToDouble(Sample::perSecond).summaryStatistics();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d KB | %s | %.0f | %.0f-%.0f | %.2f | %.2f | %.2f | %.1f | %s |%n",
                    workload.routing(),
                    workload.use().label(),
                    workload.kilobytes(),
                    setup,
                    best.perSecond(),
                    spread.getMin(),
                    spread.getMax(),
                    best.perSecond() / stock(workload).perSecond(),
                    best.percentileMillis(50),
                    best.percentileMillis(99),
                    cpu(rounds),
                    best.wire()));
        }));
        return text.toString();
    }

    /** A server of one node knows no other routing, so all are compared with its sticky run. */
    private Sample stock(Workload workload) {
        Workload sticky = new Workload(workload.use(), workload.kilobytes(), false);
        Map<String, List<Sample>> setups = Objects.requireNonNull(samples.get(sticky), "no sticky run");
        return best(Objects.requireNonNull(setups.get(stock), stock));
    }

    private static Sample best(List<Sample> rounds) {
        return rounds.stream()
                .max(Comparator.comparingDouble(Sample::perSecond))
                .orElseThrow();
    }

    /** The median: processor time moves less between the rounds than the rate does, and in both directions. */
    private static double cpu(List<Sample> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Sample::cpuMicros).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
