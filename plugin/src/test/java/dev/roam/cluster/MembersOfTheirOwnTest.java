package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.StoreException;
import dev.roam.record.CommitId;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.Members;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Members in JVMs of their own: from docs/hazelcast-members.yaml, with nothing but Hazelcast and Roam's core on their class path. */
class MembersOfTheirOwnTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(3);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final List<String> CLASS_PATH = List.of(MemberProcess.HAZELCAST, MemberProcess.ROAM);

    private final String name = "test-" + UUID.randomUUID();
    /** The higher one first: when parts of equal size meet again, that one merges into the other, though it may have the newer records. */
    private final List<String> addresses = Members.freePorts(2).stream()
            .sorted(Comparator.reverseOrder())
            .map(port -> "127.0.0.1:" + port)
            .toList();

    private final Ops ops = new Ops();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void they_keep_sessions_and_a_client_goes_by_their_clock() throws Exception {
        try (MemberProcess first = start(0, "-Dcom.hazelcast.clock.offset=86400000");
                MemberProcess second = start(1, "-Dcom.hazelcast.clock.offset=86400000");
                ClientCluster cluster = ClientCluster.join(client(null));
                Store store = cluster.open("shop", Duration.ofSeconds(30))) {
            assertThat(first).isNotSameAs(second);
            awaitMembers(cluster, 2);
            String key = UUID.randomUUID().toString();
            CommitId session =
                    Ops.held(store.execute(key, ops.create(key), PATIENCE)).incarnation();
            store.execute(key, ops.commit(session, 7), PATIENCE);

            assertThat(Ops.number(store.execute(key, Ops.fetch(), PATIENCE))).isEqualTo(7);
            assertThat(store.size()).isEqualTo(1);
            assertThat(store.reapable(5, 10)).isEmpty();
            assertThat(store.reapers("me", 60_000)).containsExactly("me");
            assertThat(store.nodeOf("me")).isEqualTo(InetAddress.getLocalHost().getHostName());
            assertThat(Math.abs(store.now() - System.currentTimeMillis() - 86_400_000L))
                    .isLessThan(5_000);
        }
    }

    /**
     * Two clients: one goes on writing, the other one reads, and is connected to nobody but the member that is stopped. Its own patience is long, as if it
     * had been stopped too, so it is still connected when that member goes on.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_member_that_was_removed_while_it_stood_still_answers_no_client_with_the_past() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        NavigableMap<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();
        NavigableMap<Long, Integer> read = new ConcurrentSkipListMap<>();
        try (MemberProcess first = start(0);
                ClientCluster writing = ClientCluster.join(client(null))) {
            assertThat(first).isNotNull();
            awaitMembers(writing, 1);
            try (MemberProcess second = start(1)) {
                awaitMembers(writing, 2);
                try (ClientCluster reading = ClientCluster.join(client(toTheSecondAlone()));
                        Store writes = writing.open("shop", Duration.ofSeconds(3));
                        Store reads = reading.open("shop", Duration.ofSeconds(3))) {
                    Await.until("the second one owns a share", () -> ownedByTheSecond(writing) != null);
                    String key = String.valueOf(ownedByTheSecond(writing));
                    CommitId session = Ops.held(writes.execute(key, ops.create(key), PATIENCE))
                            .incarnation();
                    Thread writer = new Thread(() -> write(writes, key, session, acknowledged, stop, longest));
                    Thread reader = new Thread(() -> read(reads, key, read, stop));
                    writer.start();
                    reader.start();
                    try {
                        Await.until("both work", () -> read.size() > 100 && acknowledged.size() > 100);

                        second.signal("STOP");
                        awaitMembers(writing, 1);
                        int before = acknowledged.lastEntry().getValue();
                        Await.until(
                                "writes went on", () -> acknowledged.lastEntry().getValue() > before + 100);
                        long resumed = System.nanoTime();
                        second.signal("CONT");
                        Await.until("the second one is back", () -> members(writing) == 2);
                        Await.until("it is read from again", () -> read.lastKey() > resumed);
                    } finally {
                        stop.set(true);
                        writer.join();
                        reader.join();
                    }
                }
            }
        }
        read.forEach((start, value) -> {
            Map.Entry<Long, Integer> before = acknowledged.lowerEntry(start);
            assertThat(value).as("read at %d", start).isGreaterThanOrEqualTo(before == null ? 0 : before.getValue());
        });
        assertThat(TimeUnit.NANOSECONDS.toMillis(longest.get()))
                .as("longest write, in ms")
                .isLessThan(4_000);
    }

    private void write(
            Store store,
            String key,
            CommitId session,
            Map<Long, Integer> acknowledged,
            AtomicBoolean stop,
            AtomicLong longest) {
        for (int i = 1; !stop.get(); i++) {
            long start = System.nanoTime();
            try {
                Ops.held(store.execute(key, ops.commit(session, i), TIMEOUT));
                acknowledged.put(System.nanoTime(), i);
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(1_000_000);
            }
            longest.accumulateAndGet(System.nanoTime() - start, Math::max);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void read(Store store, String key, Map<Long, Integer> read, AtomicBoolean stop) {
        while (!stop.get()) {
            long start = System.nanoTime();
            try {
                read.put(start, Ops.number(store.execute(key, Ops.fetch(), TimeUnit.MILLISECONDS.toNanos(300))));
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(1_000_000);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** The second one's, as long as both are there. */
    private @Nullable String ownedByTheSecond(ClientCluster cluster) {
        int port = Integer.parseInt(addresses.get(1).split(":", 2)[1]);
        for (int i = 0; i < 100; i++) {
            String key = UUID.randomUUID().toString();
            var owner =
                    cluster.instance().getPartitionService().getPartition(key).getOwner();
            if (owner != null && owner.getAddress().getPort() == port) {
                return key;
            }
        }
        return null;
    }

    private String toTheSecondAlone() throws IOException {
        return Files.writeString(
                        folder.resolve("second.yaml"),
                        """
                        hazelcast-client:
                          cluster-name: %s
                          properties:
                            hazelcast.client.heartbeat.timeout: 60000
                          network:
                            cluster-members: ['%s']
                            cluster-routing:
                              mode: SINGLE_MEMBER
                        """
                                .formatted(name, addresses.get(1)))
                .toString();
    }

    private MemberProcess start(int place, String... more) throws IOException {
        return MemberProcess.start(CLASS_PATH, DataMembers.FILE, name, addresses, place, more);
    }

    private NodeOptions client(@Nullable String file) {
        return new NodeOptions(addresses, null, 5701, name, file, ClusterMode.CLIENT, 1, 1);
    }

    private static void awaitMembers(ClientCluster cluster, int count) {
        Await.until(count + " members are there", () -> members(cluster) == count);
    }

    private static int members(ClientCluster cluster) {
        return cluster.instance().getCluster().getMembers().size();
    }
}
