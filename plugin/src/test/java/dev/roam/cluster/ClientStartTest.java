package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import dev.roam.Await;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.store.Store;
import dev.roam.store.hazelcast.Members;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client starts only with members that can keep sessions, or with none at all. */
class ClientStartTest {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final Ops ops = new Ops();
    private final String key = UUID.randomUUID().toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void members_with_another_configuration_are_refused_with_all_that_is_missing() {
        try (DataMembers members = new DataMembers(1, 1, ClientStartTest::spoil)) {
            assertThatThrownBy(() -> ClientCluster.join(members.client(2, 1)))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContainingAll(
                            "Member " + members.addresses.get(0),
                            "serializer factory dev.roam.store.hazelcast.RoamSerializerFactory is missing",
                            "listener dev.roam.cluster.MemberGuard is missing",
                            "hazelcast.operation.fail.on.indeterminate.state is false, must be true",
                            "in-memory-format is BINARY, must be OBJECT",
                            "async-backup-count is 1, must be 0",
                            "merge-policy is com.hazelcast",
                            "max-idle-seconds is 60, must be 0",
                            "time-to-live-seconds is 70, must be 0",
                            "it configures roam.shop by itself",
                            "backup-count is 1, but this node's option backupCount is 2",
                            "roam-plugin-<version>.jar",
                            "docs/hazelcast-members.yaml");
        }
    }

    private static void spoil(Config config) {
        config.setListenerConfigs(List.of());
        config.getSerializationConfig().setDataSerializableFactoryClasses(Map.of());
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "false");
        config.getMapConfig("roam.*")
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setAsyncBackupCount(1)
                .setMaxIdleSeconds(60)
                .setTimeToLiveSeconds(70)
                .getMergePolicyConfig()
                .setPolicy("com.hazelcast.spi.merge.PutIfAbsentMergePolicy");
        config.addMapConfig(new MapConfig("roam.shop"));
    }

    @Test
    void a_member_without_roam_on_its_class_path_is_refused_with_what_to_copy() throws Exception {
        List<String> addresses = addresses(1);
        String name = "test-" + UUID.randomUUID();
        try (MemberProcess process =
                MemberProcess.start(List.of(MemberProcess.HAZELCAST), bare().toFile(), name, addresses, 0)) {
            assertThat(process).isNotNull();

            assertThatThrownBy(() -> joinWhenThere(name, addresses))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContainingAll(
                            "Member " + addresses.get(0),
                            "it has no Roam",
                            "roam-plugin-<version>.jar",
                            "docs/hazelcast-members.yaml");
        }
    }

    /** A process takes its time to start, and a client that starts first is not refused. */
    private static void joinWhenThere(String name, List<String> addresses) {
        NodeOptions options = new NodeOptions(addresses, null, 5701, name, null, ClusterMode.CLIENT, 1, 1);
        Await.until("the member answers", () -> {
            try (ClientCluster cluster = ClientCluster.join(options)) {
                return !cluster.describe().contains("not connected");
            }
        });
    }

    @Test
    void a_member_without_roam_that_joins_later_stops_operations_with_a_message_until_it_has_left() throws Exception {
        try (DataMembers members = new DataMembers(1, 2, config -> {});
                ClientCluster cluster = ClientCluster.join(members.client());
                Store store = cluster.open("shop", Duration.ofSeconds(3))) {
            store.execute(key, ops.create(key), TIMEOUT);
            try (MemberProcess process = MemberProcess.start(
                    List.of(MemberProcess.HAZELCAST), bare().toFile(), members.clusterName, members.addresses, 1)) {
                assertThat(process).isNotNull();
                Await.until("it is noticed", () -> !works(store));

                assertThatThrownBy(() -> store.execute(key, Ops.fetch(), TIMEOUT))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContainingAll(
                                "fetch of session", "Member " + members.addresses.get(1), "it has no Roam")
                        .hasNoCause();
            }
            Await.until("it has left", () -> works(store));
        }
    }

    @Test
    void an_unfit_member_that_joins_later_stops_operations_at_once_and_its_departure_lets_them_go_on() {
        try (DataMembers members = new DataMembers(1, 2, config -> {});
                ClientCluster cluster = ClientCluster.join(members.client());
                Store store = cluster.open("shop", Duration.ofSeconds(3))) {
            CommitId session =
                    Ops.held(store.execute(key, ops.create(key), TIMEOUT)).incarnation();
            store.execute(key, ops.commit(session, 7), TIMEOUT);

            members.start(1, config -> config.setListenerConfigs(List.of()));
            Await.until("it is noticed", () -> !works(store));
            assertThatThrownBy(() -> store.execute(key, Ops.fetch(), TIMEOUT))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(
                            members.addresses.get(1), "listener dev.roam.cluster.MemberGuard is missing");

            members.kill(1);
            Await.until("it has left", () -> works(store));
            assertThat(Ops.number(store.execute(key, Ops.fetch(), TIMEOUT))).isEqualTo(7);
        }
    }

    private boolean works(Store store) {
        try {
            return store.execute(key, Ops.fetch(), TIMEOUT) instanceof Answer.Held;
        } catch (StoreException e) {
            return false;
        }
    }

    @Test
    void without_any_member_a_node_starts_and_its_sessions_are_there_when_members_come() {
        try (DataMembers members = new DataMembers(0, 1, config -> {});
                ClientCluster cluster = ClientCluster.join(members.client());
                Store store = cluster.open("shop", Duration.ofMillis(500))) {
            assertThat(cluster.describe()).isEqualTo("client of " + members.clusterName + ", not connected");
            assertThat(store.partitions()).isEqualTo(271);
            long start = System.nanoTime();
            assertThatThrownBy(() -> store.execute(key, Ops.fetch(), TimeUnit.MILLISECONDS.toNanos(500)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll("fetch of session", "this node is connected to no member");
            assertThatThrownBy(() -> store.reapable(0, 10)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.reapers("me", 1_000)).isInstanceOf(StoreException.class);
            assertThatThrownBy(store::size).isInstanceOf(StoreException.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(3_500);

            members.start(0);

            Await.until("a session can be created", () -> created(store));
            assertThat(store.size()).isEqualTo(1);
        }
    }

    private boolean created(Store store) {
        try {
            return store.execute(key, ops.create(key), TIMEOUT) instanceof Answer.Held;
        } catch (StoreException e) {
            return false;
        }
    }

    @Test
    void a_node_leaves_in_time_though_no_member_is_there_and_keeps_the_callers_interrupt() {
        ClientCluster cluster = ClientCluster.join(
                new NodeOptions(addresses(1), null, 5701, "test-" + UUID.randomUUID(), null, ClusterMode.CLIENT, 1, 1));
        Thread.currentThread().interrupt();
        long start = System.nanoTime();

        cluster.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(5_000);
        assertThat(cluster.instance().getLifecycleService().isRunning()).isFalse();
    }

    @Test
    void no_thread_of_the_client_holds_the_class_loader_of_the_application_that_started_it() throws Exception {
        Thread self = Thread.currentThread();
        ClassLoader before = self.getContextClassLoader();
        try (DataMembers members = new DataMembers(1);
                URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            self.setContextClassLoader(application);
            try (ClientCluster cluster = ClientCluster.join(members.client());
                    Store store = cluster.open("shop", Duration.ofSeconds(3))) {
                store.listen(announcement -> {});
                store.execute(key, ops.create(key), TIMEOUT);
                store.reapable(0, 1);
                store.size();

                assertThat(self.getContextClassLoader()).isSameAs(application);
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread != self)
                        .allSatisfy(thread ->
                                assertThat(thread.getContextClassLoader()).isNotSameAs(application));
            }
        } finally {
            self.setContextClassLoader(before);
        }
    }

    private Path bare() throws Exception {
        return Files.writeString(
                folder.resolve("bare.yaml"),
                """
                hazelcast:
                  network:
                    join:
                      auto-detection:
                        enabled: false
                      tcp-ip:
                        enabled: true
                """);
    }

    private static List<String> addresses(int count) {
        return Members.freePorts(count).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
    }
}
