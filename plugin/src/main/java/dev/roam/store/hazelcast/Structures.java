package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import com.hazelcast.topic.ITopic;
import java.util.List;

/**
 * What one application has in the cluster. To get hold of it a client needs a connection, so it is made when it is first used.
 *
 * @param records the sessions
 * @param users which sessions each user has
 * @param reapers the latest {@link Heartbeat} of each reaper
 * @param endings tells the other nodes which session has ended
 * @param partitionKeys by partition, a key that lies in it; for asking one partition alone
 */
record Structures(
        IMap<String, StoredRecord> records,
        IMap<String, StoredUser> users,
        IMap<String, String> reapers,
        ITopic<StoredAnnouncement> endings,
        List<String> partitionKeys) {
    /** May block, and may fail where there is no connection. */
    static Structures of(HazelcastInstance instance, String application) {
        return new Structures(
                instance.getMap(Names.records(application)),
                instance.getMap(Names.users(application)),
                instance.getMap(Names.reapers(application)),
                instance.getTopic(Names.endings(application)),
                drawPartitionKeys(instance.getPartitionService()));
    }

    private static List<String> drawPartitionKeys(PartitionService service) {
        String[] keys = new String[service.getPartitions().size()];
        int missing = keys.length;
        for (int i = 0; missing > 0; i++) {
            String key = Integer.toString(i);
            int partition = service.getPartition(key).getPartitionId();
            if (keys[partition] == null) {
                keys[partition] = key;
                missing--;
            }
        }
        return List.of(keys);
    }
}
