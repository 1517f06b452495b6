package dev.roam.it.bench.codec;

import dev.roam.it.bench.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures all contenders in one run: each value with each contender in a JVM of its own, and all of that again in each round. Contenders follow each
 * other with the same value, so that what else happens on the machine hits all alike.
 */
public final class CodecBench {
    private static final TimeValue WARM_UP = TimeValue.milliseconds(20);
    private static final int ITERATIONS = 4;
    private static final TimeValue ITERATION = TimeValue.milliseconds(100);
    private static final String[] JVM = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"};

    private CodecBench() {}

    /**
     * Runs all, prints the page's part that is measured, and writes it.
     *
     * @param args the page. Rounds come from the system property {@code roam.codec.rounds}, the values from {@code roam.codec.values}
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("roam.codec.rounds", 2);
        String loadBefore = Machine.load();
        Measurements measurements = new Measurements();
        for (int round = 1; round <= rounds; round++) {
            for (Value value : values()) {
                long start = System.nanoTime();
                run(value).forEach(result -> add(measurements, value, result));
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("round %d of %d, %s: %.0f s%n", round, rounds, value, seconds);
            }
        }
        String report = new Report(measurements).text(conditions(rounds, loadBefore));
        System.out.println(report);
        new Page(Path.of(args[0]), "mvn -Pcodec-bench verify").write(report);
    }

    private static List<Value> values() {
        String names = System.getProperty("roam.codec.values", "");
        return names.isBlank()
                ? List.of(Value.values())
                : Arrays.stream(names.split(",")).map(Value::valueOf).toList();
    }

    private static Collection<RunResult> run(Value value) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName())
                .param("value", value.name())
                .param("contender", Contender.names().toArray(String[]::new))
                .mode(Mode.AverageTime)
                .forks(1)
                .threads(1)
                .syncIterations(false)
                .warmupIterations(Operation.values().length)
                .warmupTime(WARM_UP)
                .measurementIterations(ITERATIONS * Operation.values().length)
                .measurementTime(ITERATION)
                .jvmArgs(JVM)
                .addProfiler(ThreadCpu.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).run();
    }

    private static void add(Measurements measurements, Value value, RunResult run) {
        String contender = run.getParams().getParam("contender");
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            double[] nanos = fork.getIterationResults().stream()
                    .mapToDouble(CodecBench::cpu)
                    .toArray();
            for (Operation operation : Operation.values()) {
                double[] turns = IntStream.range(0, nanos.length)
                        .filter(iteration -> Operation.of(iteration) == operation)
                        .mapToDouble(iteration -> nanos[iteration])
                        .toArray();
                measurements.add(value, operation, contender, turns);
            }
        }
    }

    private static double cpu(IterationResult iteration) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(ThreadCpu.LABEL), ThreadCpu.LABEL)
                .getScore();
    }

    private static String conditions(int rounds, String loadBefore) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s; load average %s before and %s after the run. Measured by JMH in %d rounds, each with one JVM for each value and codec: warmed"
                        + " up until it got no faster, then %d iterations of %d ms for each operation, in turns. The JVMs ran with `%s`.",
                Machine.describe(),
                loadBefore,
                Machine.load(),
                rounds,
                ITERATIONS,
                ITERATION.convertTo(TimeUnit.MILLISECONDS),
                String.join(" ", JVM));
    }
}
