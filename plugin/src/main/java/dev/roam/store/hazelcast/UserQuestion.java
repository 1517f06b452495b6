package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks whose a session is; null: nobody's, or it is not in use. A member that is in doubt answers nothing. */
final class UserQuestion
        implements EntryProcessor<String, StoredRecord, @Nullable String>, ReadOnly, HazelcastInstanceAware, Wired {
    private static final long serialVersionUID = 1L;

    private transient HazelcastInstance instance;

    @SuppressWarnings("NullAway.Init") // set before the run
    UserQuestion() {}

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        instance = hazelcast;
    }

    @Override
    public @Nullable String process(Map.Entry<String, @Nullable StoredRecord> entry) {
        MemberStanding.require(instance);
        StoredRecord stored = entry.getValue();
        return stored == null ? null : stored.record().user();
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable String> getBackupProcessor() {
        return null;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // nothing to write
    }

    @Override
    public void readData(ObjectDataInput in) {
        // nothing to read
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_QUESTION;
    }
}
