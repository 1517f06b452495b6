package dev.roam.store.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.Answer;
import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import dev.roam.record.Wire;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one operation on a session's record, and has the backups apply the outcome. */
final class OperationProcessor extends DecidingProcessor<StoredRecord, Answer> {
    private static final long serialVersionUID = 1L;

    private transient Operation operation;
    /** What the backups of the latest run are to do; Hazelcast asks for it after the run, twice, on the same thread. */
    private transient @Nullable Outcome backup;

    @SuppressWarnings("NullAway.Init") // until readData
    OperationProcessor() {}

    OperationProcessor(Operation operation) {
        this.operation = operation;
    }

    @Override
    Answer decide(Map.Entry<String, @Nullable StoredRecord> entry, long now) {
        backup = null;
        StoredRecord stored = entry.getValue();
        SessionRecord record = stored == null ? null : stored.record();
        Decision decision = operation.decide(record, now);
        Outcome outcome = decision.outcome();
        if (outcome != null) {
            Entries.set(entry, record, outcome.apply(record), decision.backup());
            backup = decision.backup() ? outcome : null;
        }
        return decision.answer();
    }

    @Override
    StoredReply<Answer> reply(Answer answer) {
        return new StoredAnswer(answer);
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable StoredReply<Answer>> getBackupProcessor() {
        return backup == null ? null : new OutcomeProcessor(backup);
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Wire.write(out, operation);
    }

    @Override
    void readOperation(ObjectDataInput in) throws IOException {
        operation = Wire.readOperation(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.OPERATION;
    }

    @Override
    public String toString() {
        return "OperationProcessor[" + operation.getClass().getSimpleName() + "]";
    }
}
