package dev.roam.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The table, and its place in the documentation: between two marks, so that what is written around it stays. */
final class Report {

    private static final String BEGIN = "<!-- bench: from here on written by mvn -Pbench verify -->";
    private static final String END = "<!-- bench: to here -->";

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
    String table(String conditions) {
        StringBuilder text = new StringBuilder(conditions)
                .append(
                        "\n\n| nodes | requests | session | setup | req/s | spread | of stock | p50 ms | p99 ms | CPU µs/request |")
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

    /** Puts the text between the marks; at the end of the page where it has none. */
    static void write(Path page, String text) throws IOException {
        String before = Files.exists(page) ? Files.readString(page, StandardCharsets.UTF_8) : "# Performance\n";
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        String block = BEGIN + "\n\n" + text + "\n" + END;
        String after = begin < 0 || end < begin
                ? before.stripTrailing() + "\n\n" + block + "\n"
                : before.substring(0, begin) + block + before.substring(end + END.length());
        Files.createDirectories(page.resolveSibling("."));
        Files.writeString(page, after, StandardCharsets.UTF_8);
    }
}
