package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.ServerConnectionManager;
import dev.roam.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Somebody who accepts connections and never says a word is what a member that hangs looks like. */
class UnansweredConnectionsTest {

    /** With one output thread for all connections, as Hazelcast shares few threads among many. */
    @Test
    void one_that_hangs_does_not_silence_the_others() throws Exception {
        try (DataMembers members =
                        new DataMembers(2, 2, config -> config.setProperty("hazelcast.io.output.thread.count", "1"));
                ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            HazelcastInstance member = members.get(0);
            HazelcastInstance other = members.get(1);
            member.getMap("anything").get("to assign the partitions");
            members.awaitAll(2);
            String key = keyOf(other);
            hung.setSoTimeout(100);

            for (int i = 0; i < 3; i++) {
                try (Socket accepted = connect(member, hung)) {
                    accepted.setSoTimeout(20_000);
                    long start = System.nanoTime();
                    member.getMap("anything").get(key);
                    long took = System.nanoTime() - start;

                    assertThat(took).as("ns until the healthy one answered").isLessThan(TimeUnit.SECONDS.toNanos(4));
                    assertThat(accepted.getInputStream().readAllBytes())
                            .as("up to the end of the connection")
                            .asString()
                            .isEqualTo("HZC");
                }
            }
            assertThat(member.getCluster().getMembers()).hasSize(2);
        }
    }

    /** Unwatched, who is alone with one that hangs waits for it through {@code hazelcast.max.join.seconds}, five minutes. */
    @Test
    void one_that_hangs_keeps_nobody_from_starting_but_is_given_the_time_to_start_itself() throws Exception {
        try (DataMembers members = new DataMembers(0, 2, config -> {});
                ServerSocket hung = new ServerSocket(
                        Integer.parseInt(members.addresses.get(1).split(":", 2)[1]),
                        50,
                        InetAddress.getLoopbackAddress())) {
            CompletableFuture<Long> listened = CompletableFuture.supplyAsync(() -> nanosUntilGivenUp(hung));

            HazelcastInstance member = members.start(0);

            assertThat(member.getCluster().getMembers()).hasSize(1);
            assertThat(listened.get(20, TimeUnit.SECONDS)).isGreaterThan(TimeUnit.SECONDS.toNanos(3));
        }
    }

    private static long nanosUntilGivenUp(ServerSocket hung) {
        try (Socket accepted = hung.accept()) {
            long start = System.nanoTime();
            accepted.getInputStream().readAllBytes();
            return System.nanoTime() - start;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_watch_ends_with_its_member() {
        Set<Thread> earlier = watching();
        Set<Thread> started;
        try (DataMembers members = new DataMembers(2)) {
            started = watching();
            started.removeAll(earlier);
            assertThat(started).hasSameSizeAs(members.alive());
        }
        Await.until("both have ended", () -> started.stream().noneMatch(Thread::isAlive));
    }

    /** Asks again until there is a connection: while an earlier one is being closed, it still counts as being made. */
    private static Socket connect(HazelcastInstance member, ServerSocket other) throws IOException {
        Address address = new Address("127.0.0.1", other.getLocalPort());
        AtomicReference<@Nullable Socket> accepted = new AtomicReference<>();
        Await.until("it has connected", () -> {
            connections(member).getOrConnect(address, 0);
            try {
                accepted.set(other.accept());
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Objects.requireNonNull(accepted.get());
    }

    private static Set<Thread> watching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("roam-connections"))
                .collect(Collectors.toSet());
    }

    private static String keyOf(HazelcastInstance owner) {
        String key = UUID.randomUUID().toString();
        while (!owner.getPartitionService().getPartition(key).getOwner().localMember()) {
            key = UUID.randomUUID().toString();
        }
        return key;
    }

    private static ServerConnectionManager connections(HazelcastInstance member) {
        HazelcastInstanceImpl impl = ((HazelcastInstanceProxy) member).getOriginal();
        return impl.node.getServer().getConnectionManager(EndpointQualifier.MEMBER);
    }
}
