package dev.roam.cluster;

import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.Scope;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Version;
import dev.roam.record.Writer;
import dev.roam.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long the longest operation takes when a member process is killed, stopped ({@code SIGSTOP}), resumed or ended gracefully under writes, and
 * whether an acknowledged write is lost. Run by hand:
 *
 * <pre>{@code java -cp <test class path> dev.roam.cluster.FailoverBench <members> KILL|STOP|RESUME|LEAVE [runs]}</pre>
 *
 * Settings of Hazelcast are tried out as system properties, which stand over Roam's own choice.
 */
public final class FailoverBench {
    private static final int THREADS = 4;
    private static final int SESSIONS = 400;

    private final Writer writer = Writer.random(new Random());
    private final AtomicInteger number = new AtomicInteger();
    private final List<String> keys = new ArrayList<>();
    private final List<CommitId> sessions = new ArrayList<>();
    /** By session, the value that was acknowledged last. */
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(SESSIONS);

    private volatile boolean stopped;

    private FailoverBench() {}

    public static void main(String[] args) throws Exception {
        int members = Integer.parseInt(args[0]);
        if (args[1].equals("member")) {
            try (EmbeddedCluster cluster = EmbeddedCluster.join(options(members, Integer.parseInt(args[2]), args[3]))) {
                cluster.open("bench");
                System.in.read();
            }
            return;
        }
        int runs = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        for (int i = 0; i < runs; i++) {
            new FailoverBench().run(members, args[1].toUpperCase(Locale.ROOT));
        }
    }

    private void run(int members, String how) throws Exception {
        String name = "bench-" + UUID.randomUUID();
        List<Process> others = new ArrayList<>();
        try (EmbeddedCluster cluster = EmbeddedCluster.join(options(members, 0, name))) {
            for (int i = 1; i < members; i++) {
                others.add(fork(members, i, name));
            }
            await(() -> cluster.instance().getCluster().getMembers().size() == members);
            await(() -> cluster.instance().getPartitionService().isClusterSafe());
            Store store = cluster.open("bench");
            create(store);
            List<long[]> calm = write(store, TimeUnit.SECONDS.toNanos(4), () -> {});
            long[] removal = new long[1];
            List<long[]> hit = write(store, TimeUnit.SECONDS.toNanos(how.equals("KILL") ? 4 : 10), () -> {
                long start = System.nanoTime();
                strike(others.get(0), how);
                await(() -> cluster.instance().getCluster().getMembers().size() < members);
                removal[0] = System.nanoTime() - start;
                if (how.equals("RESUME")) {
                    strike(others.get(0), "CONT");
                    await(() -> cluster.instance().getCluster().getMembers().size() == members);
                    System.out.println(
                            "back after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
                }
            });
            System.out.printf(
                    Locale.ROOT,
                    "%d members, %s: removed after %d ms; calm: %s; hit: %s, %d lost%n",
                    members,
                    how,
                    TimeUnit.NANOSECONDS.toMillis(removal[0]),
                    summary(calm),
                    summary(hit),
                    lost(store));
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    private void create(Store store) {
        for (int i = 0; i < SESSIONS; i++) {
            String key = UUID.randomUUID().toString();
            CommitId id = new CommitId(writer, number.incrementAndGet());
            store.execute(
                    key,
                    new Operation.Create(id, new Header(key, 0, 1800, null), Map.of(), 60_000),
                    Long.MAX_VALUE / 2);
            keys.add(key);
            sessions.add(id);
        }
    }

    /** Answers per thread: operations, errors, longest in ns. */
    private List<long[]> write(Store store, long nanos, Runnable meanwhile) throws InterruptedException {
        stopped = false;
        List<long[]> results = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            long[] result = new long[3];
            results.add(result);
            int first = t;
            Thread thread = new Thread(() -> writeUntilStopped(store, first, result));
            threads.add(thread);
            thread.start();
        }
        long start = System.nanoTime();
        LockSupport.parkNanos(nanos / 4);
        meanwhile.run();
        await(() -> System.nanoTime() - start > nanos);
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return results;
    }

    private void writeUntilStopped(Store store, int first, long[] result) {
        for (int i = first; !stopped; i += THREADS) {
            int index = i % SESSIONS;
            int value = number.incrementAndGet();
            byte[] bytes = ByteBuffer.allocate(256).putInt(value).array();
            Operation commit = new Operation.Commit(
                    sessions.get(index),
                    new CommitId(writer, value),
                    Map.of(new AttributeKey(Scope.APPLICATION, "a"), new Change(bytes, Version.NONE)),
                    HeaderChange.NONE,
                    false,
                    null);
            long start = System.nanoTime();
            try {
                Answer answer = store.execute(keys.get(index), commit, TimeUnit.SECONDS.toNanos(3));
                if (!(answer instanceof Answer.Held)) {
                    throw new IllegalStateException(answer.toString());
                }
                acknowledged.set(index, value);
            } catch (StoreException e) {
                result[1]++;
            }
            result[0]++;
            result[2] = Math.max(result[2], System.nanoTime() - start);
        }
    }

    /** A value that is newer than the acknowledged one was sent by a write that failed: it may count. */
    private int lost(Store store) {
        int lost = 0;
        for (int i = 0; i < SESSIONS; i++) {
            Operation fetch = new Operation.Fetch(keys.get(i), sessions.get(i), null, false);
            Answer answer = store.execute(keys.get(i), fetch, TimeUnit.SECONDS.toNanos(60));
            if (acknowledged.get(i) > 0
                    && (!(answer instanceof Answer.Held held) || value(held) < acknowledged.get(i))) {
                lost++;
            }
        }
        return lost;
    }

    private static int value(Answer.Held held) {
        for (AttributeValue value : held.update().attributes().values()) {
            byte[] bytes = value.bytes();
            if (bytes != null) {
                return ByteBuffer.wrap(bytes).getInt();
            }
        }
        return 0;
    }

    private static String summary(List<long[]> results) {
        long count = results.stream().mapToLong(result -> result[0]).sum();
        long errors = results.stream().mapToLong(result -> result[1]).sum();
        long longest = results.stream().mapToLong(result -> result[2]).max().orElse(0);
        return count + " writes, " + errors + " errors, longest " + TimeUnit.NANOSECONDS.toMillis(longest) + " ms";
    }

    private static void strike(Process process, String how) {
        try {
            switch (how) {
                case "KILL" -> process.destroyForcibly();
                case "LEAVE" -> process.getOutputStream().close();
                case "STOP", "RESUME" -> new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start();
                case "CONT" -> new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start();
                default -> throw new IllegalArgumentException(how);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process fork(int members, int index, String name) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path", "")));
        System.getProperties().stringPropertyNames().stream()
                .filter(property -> property.startsWith("hazelcast."))
                .forEach(property -> command.add("-D" + property + "=" + System.getProperty(property)));
        command.addAll(List.of(FailoverBench.class.getName(), Integer.toString(members), "member"));
        command.addAll(List.of(Integer.toString(index), name));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static NodeOptions options(int members, int index, String name) {
        String[] addresses = IntStream.range(0, members)
                .mapToObj(i -> "127.0.0.1:" + (5901 + i))
                .toArray(String[]::new);
        return new NodeOptions(
                Arrays.asList(addresses), "127.0.0.1", 5901 + index, name, null, ClusterMode.EMBEDDED, 1, 1);
    }

    private static void await(Condition condition) {
        while (!condition.holds()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private interface Condition {
        boolean holds();
    }
}
