package dev.roam.it.bench.codec;

import dev.roam.codec.Fingerprint;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What JMH runs: the operations on one value with one contender, in turns. {@link CodecBench} says how. */
@State(Scope.Benchmark)
public class CodecBenchmark {
    /** Of processor time. */
    private static final long SLICE_NANOS = 100_000_000;

    /** So many slices without getting faster, and it is warm. */
    private static final int SETTLED_SLICES = 8;

    private static final int MAX_SLICES = 60;

    /** Compilers that finish less than this in a slice are as good as idle. */
    private static final long IDLE_MILLIS = 20;

    /** What counts as faster than before; less is noise. */
    private static final double FASTER = 0.97;

    /** What is encoded and decoded. */
    @Param
    public Value value = Value.STRING;

    /** One of {@link Contender#names}; all but this one are for {@link CodecBench} to give. */
    @Param(Contender.JAVA)
    public String contender = "";

    private Contender codec = new PlainJava();
    private Object object = "";
    private byte[] encoding = {};
    private Fingerprint known = Fingerprint.of(encoding);
    private Operation operation = Operation.ENCODE;
    private int iteration;

    /**
     * Refuses to measure what does not work: the value must come back equal, and unchanged it must be encoded as before.
     *
     * @param blackhole for what warming up returns
     */
    @Setup
    public void prepare(Blackhole blackhole) throws Exception {
        codec = Contender.of(contender);
        object = value.make();
        encoding = codec.encode(object);
        known = Fingerprint.of(encoding);
        if (!object.equals(codec.decode(encoding))) {
            throw new IllegalStateException(contender + " does not bring back " + value);
        }
        if (!unchanged()) {
            throw new IllegalStateException(contender + " encodes an unchanged " + value + " differently");
        }
        warmUp(blackhole);
    }

    /**
     * Goes on until it gets no faster and the compilers have nothing to do. Not by the clock, as JMH's own warming up: the compilers need seconds for Kryo
     * and Java serialisation, and many more on a busy machine, where a value would be measured while half of its code waits for them.
     */
    private void warmUp(Blackhole blackhole) throws Exception {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        double best = Double.MAX_VALUE;
        int settled = 0;
        for (int slice = 0; slice < MAX_SLICES && settled < SETTLED_SLICES; slice++) {
            long compiled = compilers.getTotalCompilationTime();
            double nanos = slice(blackhole);
            boolean busy = compilers.getTotalCompilationTime() - compiled > IDLE_MILLIS;
            settled = busy || nanos < best * FASTER ? 0 : settled + 1;
            best = Math.min(best, nanos);
        }
    }

    /** Nanoseconds of processor time for all operations, one after the other. */
    private double slice(Blackhole blackhole) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        long spent;
        int turns = 0;
        do {
            for (Operation each : Operation.values()) {
                operation = each;
                blackhole.consume(measure());
            }
            turns++;
            spent = threads.getCurrentThreadCpuTime() - begin;
        } while (spent < SLICE_NANOS);
        return (double) spent / turns;
    }

    /** The operations take turns: what one needs compiled is compiled for all, and whatever else happens on the machine hits all of them. */
    @Setup(Level.Iteration)
    public void nextOperation() {
        operation = Operation.of(iteration++);
    }

    /** Does what is this iteration's turn. */
    @Benchmark
    public Object measure() throws Exception {
        return switch (operation) {
            case ENCODE -> codec.encode(object);
            case DECODE -> codec.decode(encoding);
            case ROUND_TRIP -> codec.decode(codec.encode(object));
            case UNCHANGED -> unchanged();
        };
    }

    private boolean unchanged() throws Exception {
        return Fingerprint.of(codec.encode(object)).equals(known);
    }
}
