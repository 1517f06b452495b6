package dev.roam.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.roam.Await;
import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import dev.roam.store.hazelcast.Members;
import java.io.File;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Members that run on their own, in this JVM: from docs/hazelcast-members.yaml, but on free ports and under a name that no other run has. */
final class DataMembers implements AutoCloseable {
    static final File FILE = new File("../docs/hazelcast-members.yaml");

    final String clusterName = "test-" + UUID.randomUUID();
    final List<String> addresses;
    private final Consumer<Config> change;
    private final List<HazelcastInstance> running = new ArrayList<>();

    DataMembers(int count) {
        this(count, count, config -> {});
    }

    /**
     * @param count how many to start
     * @param places how many there may be in all
     * @param change what is different from the file
     */
    DataMembers(int count, int places, Consumer<Config> change) {
        this.change = change;
        this.addresses = Members.freePorts(places).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
        for (int i = 0; i < count; i++) {
            start(i);
        }
        awaitAll(count);
    }

    void awaitAll(int count) {
        Await.until("all have joined", () -> alive().stream()
                .allMatch(member -> member.getCluster().getMembers().size() == count));
        Await.until("every record has a backup", () -> alive().stream()
                .allMatch(member -> member.getPartitionService().isClusterSafe()));
    }

    HazelcastInstance start(int place) {
        return start(place, change);
    }

    HazelcastInstance start(int place, Consumer<Config> different) {
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config(place, different));
        running.add(member);
        return member;
    }

    private Config config(int place, Consumer<Config> different) {
        try {
            Config config = Config.loadFromFile(FILE);
            config.setClusterName(clusterName);
            config.setProperty("hazelcast.socket.bind.any", "false");
            config.setProperty("hazelcast.shutdownhook.enabled", "false");
            config.getNetworkConfig()
                    .setPort(Integer.parseInt(addresses.get(place).split(":", 2)[1]));
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getTcpIpConfig().setMembers(addresses);
            different.accept(config);
            return config;
        } catch (FileNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    HazelcastInstance get(int index) {
        return running.get(index);
    }

    List<HazelcastInstance> alive() {
        return running.stream()
                .filter(member -> member.getLifecycleService().isRunning())
                .toList();
    }

    /** Ends it as a crash would: it moves nothing and says nothing. */
    void kill(int index) {
        running.get(index).getLifecycleService().terminate();
    }

    NodeOptions client() {
        return client(1, 1);
    }

    NodeOptions client(int backupCount, int minMembers) {
        return new NodeOptions(addresses, null, 5701, clusterName, null, ClusterMode.CLIENT, backupCount, minMembers);
    }

    @Override
    public void close() {
        running.forEach(member -> member.getLifecycleService().terminate());
    }
}
