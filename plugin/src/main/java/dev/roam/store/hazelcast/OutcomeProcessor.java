package dev.roam.store.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.Answer;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import dev.roam.record.Wire;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies on a backup what the owner decided. Where the backup is not at the version that it builds on it throws: Hazelcast then neither
 * acknowledges the backup nor counts it ({@code com.hazelcast.spi.impl.operationservice.impl.operations.Backup}), the sender repeats the operation,
 * and a repeat carries the whole record.
 */
final class OutcomeProcessor implements EntryProcessor<String, StoredRecord, @Nullable StoredReply<Answer>>, Wired {
    private static final long serialVersionUID = 1L;

    private transient Outcome outcome;

    @SuppressWarnings("NullAway.Init") // until readData
    OutcomeProcessor() {}

    OutcomeProcessor(Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public @Nullable StoredReply<Answer> process(Map.Entry<String, @Nullable StoredRecord> entry) {
        StoredRecord stored = entry.getValue();
        SessionRecord record = stored == null ? null : stored.record();
        Entries.set(entry, record, outcome.apply(record), true);
        return null;
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable StoredReply<Answer>> getBackupProcessor() {
        return null;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Wire.write(out, outcome);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        outcome = Wire.readOutcome(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.OUTCOME;
    }

    @Override
    public String toString() {
        return "OutcomeProcessor[" + outcome.getClass().getSimpleName() + "]";
    }
}
