package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.roam.record.SessionRecord;
import org.jspecify.annotations.Nullable;

/** Merges what two parts of a divided cluster made of one record: each attribute keeps its higher version, an ending wins over everything. */
public final class RecordMergePolicy
        implements SplitBrainMergePolicy<StoredRecord, MergingEntry<String, StoredRecord>, StoredRecord>, Wired {
    @Override
    public StoredRecord merge(
            MergingEntry<String, StoredRecord> merging, @Nullable MergingEntry<String, StoredRecord> existing) {
        StoredRecord theirs = merging.getDeserializedValue();
        if (existing == null) {
            return theirs;
        }
        StoredRecord ours = existing.getDeserializedValue();
        SessionRecord merged = ours.record().merged(theirs.record());
        return merged == ours.record() ? ours : new StoredRecord(merged);
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
        return RoamSerializerFactory.MERGE_POLICY;
    }
}
