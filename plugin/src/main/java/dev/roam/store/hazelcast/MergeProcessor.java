package dev.roam.store.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.Answer;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges a record of another part of a divided cluster into this part's ({@link SessionRecord#merged}). Decides nothing that depends on when it runs, so a
 * member that is in doubt takes it, and any number of repeats come to the same. The backups get the whole record each time: an attempt before may
 * have been applied here alone.
 */
final class MergeProcessor implements EntryProcessor<String, StoredRecord, @Nullable StoredReply<Answer>>, Wired {
    private static final long serialVersionUID = 1L;

    private transient SessionRecord theirs;
    private transient @Nullable SessionRecord merged;

    @SuppressWarnings("NullAway.Init") // until readData
    MergeProcessor() {}

    MergeProcessor(SessionRecord theirs) {
        this.theirs = theirs;
    }

    @Override
    public @Nullable StoredReply<Answer> process(Map.Entry<String, @Nullable StoredRecord> entry) {
        StoredRecord stored = entry.getValue();
        SessionRecord ours = stored == null ? null : stored.record();
        SessionRecord next = ours == null ? theirs : ours.merged(theirs);
        Entries.set(entry, ours, next, true);
        merged = next;
        return null;
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable StoredReply<Answer>> getBackupProcessor() {
        return merged == null ? null : new OutcomeProcessor(new Outcome.Put(merged));
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        new StoredRecord(theirs).writeData(out);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        StoredRecord stored = new StoredRecord();
        stored.readData(in);
        theirs = stored.record();
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.MERGE;
    }
}
