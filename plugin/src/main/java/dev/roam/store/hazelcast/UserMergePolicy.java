package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/** Unites what two parts of a divided cluster made of one user's record. What is missing then is found and entered again by the reapers. */
public final class UserMergePolicy
        implements SplitBrainMergePolicy<StoredUser, MergingEntry<String, StoredUser>, StoredUser>, Wired {
    @Override
    public StoredUser merge(
            MergingEntry<String, StoredUser> merging, @Nullable MergingEntry<String, StoredUser> existing) {
        StoredUser theirs = merging.getDeserializedValue();
        return existing == null
                ? theirs
                : new StoredUser(existing.getDeserializedValue().record().merged(theirs.record()));
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // it has no state
    }

    @Override
    public void readData(ObjectDataInput in) {
        // it has no state
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_MERGE_POLICY;
    }
}
