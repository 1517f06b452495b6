package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
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
import dev.roam.store.hazelcast.Members;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A member process that owns a record is stopped until the others have removed it, and goes on reading and writing when it is resumed. */
class StandstillTest {
    private static final AttributeKey COUNTER = new AttributeKey(Scope.APPLICATION, "counter");
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(3);

    private final String name = "test-" + UUID.randomUUID();
    private final CommitId session = new CommitId(Writer.random(new Random()), 1);
    /** When each value was acknowledged, on the clock that all processes of this machine share. */
    private final NavigableMap<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();

    private final NavigableMap<Long, Integer> read = new ConcurrentSkipListMap<>();
    /** The attributes that the process that is stopped has set, each once, and when it was told that they are stored. */
    private final NavigableMap<Long, String> written = new ConcurrentSkipListMap<>();
    /**
     * The higher one for the writer: of two parts of equal size the one with the higher address merges into the other, and the harder case is that the
     * part with the newer records merges into the one that stood still.
     */
    private final List<Integer> ports =
            Members.freePorts(2).stream().sorted(Comparator.reverseOrder()).toList();

    private volatile boolean stopped;

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_member_that_was_removed_while_it_stood_still_answers_nothing_of_the_past_and_acknowledges_nothing_alone()
            throws Exception {
        Process other = null;
        try (EmbeddedCluster cluster = EmbeddedCluster.join(options(0, name, ports))) {
            other = fork(name, ports);
            BufferedReader output = other.inputReader();
            String key = output.readLine();
            Store store = cluster.open("shop");
            store.execute(
                    key, new Operation.Create(session, new Header(key, 0, 1800, null), Map.of(), 60_000), TIMEOUT);
            Thread writer = start("writer", () -> write(store, key));
            Thread reader = start("reader", () -> note(output));
            Await.until(
                    "both read and write", () -> read.size() > 100 && acknowledged.size() > 100 && written.size() > 10);

            signal(other, "STOP");
            Await.until(
                    "it is removed",
                    () -> cluster.instance().getCluster().getMembers().size() == 1);
            int latest = acknowledged.lastEntry().getValue();
            Await.until("writes went on", () -> acknowledged.lastEntry().getValue() > latest + 100);
            long resumed = System.nanoTime();
            signal(other, "CONT");
            Await.until("it reads again", () -> read.lastKey() > resumed);
            Await.until(
                    "it is back",
                    () -> cluster.instance().getCluster().getMembers().size() == 2);
            Await.until("it writes again", () -> written.lastKey() > resumed);
            stopped = true;
            writer.join();
            Set<String> promised = Set.copyOf(written.values());
            assertThat(names(store, key)).containsAll(promised);
            other.destroyForcibly();
            reader.join();

            read.forEach((start, value) -> {
                Map.Entry<Long, Integer> before = acknowledged.lowerEntry(start);
                assertThat(value)
                        .as("read at %d", start)
                        .isGreaterThanOrEqualTo(before == null ? 0 : before.getValue());
            });
        } finally {
            stopped = true;
            if (other != null) {
                other.destroyForcibly();
            }
        }
    }

    private static Set<String> names(Store store, String key) {
        Answer answer = store.execute(key, new Operation.Fetch(null, null, null, false), TimeUnit.SECONDS.toNanos(20));
        return ((Answer.Held) answer)
                .update().attributes().keySet().stream().map(AttributeKey::name).collect(Collectors.toSet());
    }

    private static Thread start(String what, Runnable run) {
        Thread thread = new Thread(run, what);
        thread.start();
        return thread;
    }

    private void write(Store store, String key) {
        for (int i = 2; !stopped; i++) {
            Change change = new Change(ByteBuffer.allocate(4).putInt(i).array(), Version.NONE);
            Operation commit = new Operation.Commit(
                    session,
                    new CommitId(session.writer(), i),
                    Map.of(COUNTER, change),
                    HeaderChange.NONE,
                    false,
                    null);
            try {
                store.execute(key, commit, TIMEOUT);
                acknowledged.put(System.nanoTime(), i);
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(1_000_000);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void note(BufferedReader output) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] parts = line.split(" ", 2);
                if (parts.length == 2 && parts[1].startsWith("w")) {
                    written.put(Long.parseLong(parts[0]), parts[1]);
                } else if (parts.length == 2) {
                    read.put(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
                }
            }
        } catch (IOException e) {
            stopped = true;
        }
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static Process fork(String name, List<Integer> ports) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        Other.class.getName(),
                        name,
                        ports.get(0).toString(),
                        ports.get(1).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static NodeOptions options(int index, String name, List<Integer> ports) {
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        return new NodeOptions(members, null, ports.get(index), name, null, ClusterMode.EMBEDDED, 1, 1);
    }

    /** The process that is stopped: prints a key that it owns, then when each read began and what it found. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) {
            EmbeddedCluster cluster = EmbeddedCluster.join(
                    options(1, args[0], List.of(Integer.valueOf(args[1]), Integer.valueOf(args[2]))));
            Await.until(
                    "both are there",
                    () -> cluster.instance().getPartitionService().isClusterSafe());
            Store store = cluster.open("shop");
            String key = UUID.randomUUID().toString();
            while (!store.owns(key)) {
                key = UUID.randomUUID().toString();
            }
            System.out.println(key);
            Writer self = Writer.random(new Random());
            for (int i = 1; !Thread.interrupted(); i++) {
                LockSupport.parkNanos(100_000);
                CommitId session = read(store, key);
                if (session != null && i % 10 == 0) {
                    write(store, key, session, new CommitId(self, i));
                }
            }
        }

        private static @Nullable CommitId read(Store store, String key) {
            long start = System.nanoTime();
            try {
                Answer answer = store.execute(
                        key, new Operation.Fetch(null, null, null, false), TimeUnit.MILLISECONDS.toNanos(300));
                if (answer instanceof Answer.Held held) {
                    AttributeValue value = held.update().attributes().get(COUNTER);
                    byte[] bytes = value == null ? null : value.bytes();
                    System.out.println(start + " "
                            + (bytes == null ? 0 : ByteBuffer.wrap(bytes).getInt()));
                    return held.incarnation();
                }
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(1_000_000);
            }
            return null;
        }

        /** Sets an attribute that nobody else sets, and says so when it is told that it is stored. */
        private static void write(Store store, String key, CommitId session, CommitId by) {
            String name = "w" + by.number();
            Operation commit = new Operation.Commit(
                    session,
                    by,
                    Map.of(new AttributeKey(Scope.APPLICATION, name), new Change(new byte[] {1}, Version.NONE)),
                    HeaderChange.NONE,
                    false,
                    null);
            try {
                if (store.execute(key, commit, TimeUnit.MILLISECONDS.toNanos(300)) instanceof Answer.Held) {
                    System.out.println(System.nanoTime() + " " + name);
                }
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
