package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.map.impl.MapServiceContext;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import com.hazelcast.map.impl.record.Record;
import com.hazelcast.map.impl.recordstore.RecordStore;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.operationservice.impl.OperationServiceImpl;
import com.hazelcast.wan.impl.CallerProvenance;
import dev.roam.record.SessionRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at one member's own replica of a record, owner or backup, past all operations. */
final class Replicas {
    private Replicas() {}

    static SessionRecord of(HazelcastInstance member, String map, String key) {
        return Objects.requireNonNull(find(member, map, key), "no replica of " + key);
    }

    static @Nullable SessionRecord find(HazelcastInstance member, String map, String key) {
        Record<?> record = recordStore(member, map, key).getRecord(data(member, map, key));
        return record == null ? null : ((StoredRecord) record.getValue()).record();
    }

    /** Puts something else into one member's replica, behind the back of the others. */
    static void overwrite(HazelcastInstance member, String map, String key, SessionRecord value) {
        Record<Object> record = cast(recordStore(member, map, key).getRecord(data(member, map, key)));
        record.setValue(new StoredRecord(value));
    }

    /** Takes one member's replica away, behind the back of the others. */
    static void remove(HazelcastInstance member, String map, String key) {
        recordStore(member, map, key).removeBackup(data(member, map, key), CallerProvenance.NOT_WAN);
    }

    /** The number of the thread that serves a key's partition on a member, owner or backup. */
    static int partitionThread(HazelcastInstance member, String map, String key) {
        NodeEngine engine = engine(member, map);
        int partition = engine.getPartitionService().getPartitionId(data(member, map, key));
        return ((OperationServiceImpl) engine.getOperationService())
                .getOperationExecutor()
                .getPartitionThreadId(partition);
    }

    @SuppressWarnings("unchecked")
    private static Record<Object> cast(Object record) {
        return (Record<Object>) record;
    }

    private static RecordStore<?> recordStore(HazelcastInstance member, String map, String key) {
        NodeEngine engine = engine(member, map);
        MapService service = engine.getService(MapService.SERVICE_NAME);
        MapServiceContext context = service.getMapServiceContext();
        int partition = engine.getPartitionService().getPartitionId(data(member, map, key));
        return context.getRecordStore(partition, map);
    }

    private static Data data(HazelcastInstance member, String map, String key) {
        return engine(member, map).getSerializationService().toData(key);
    }

    private static NodeEngine engine(HazelcastInstance member, String map) {
        return ((MapProxyImpl<?, ?>) member.getMap(map)).getNodeEngine();
    }
}
