package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.projection.Projection;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of a session's record its key and its user, so that no value travels. Has no state. */
final class UserProjection
        implements Projection<Map.Entry<String, StoredRecord>, SimpleImmutableEntry<String, @Nullable String>>, Wired {
    private static final long serialVersionUID = 1L;

    UserProjection() {}

    @Override
    public SimpleImmutableEntry<String, @Nullable String> transform(Map.Entry<String, StoredRecord> entry) {
        return new SimpleImmutableEntry<>(
                entry.getKey(), entry.getValue().record().user());
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
        return RoamSerializerFactory.USER_PROJECTION;
    }
}
