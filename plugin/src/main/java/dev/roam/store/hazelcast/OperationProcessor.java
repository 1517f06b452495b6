package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
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

/**
 * Runs one operation on the partition's owner, with the owner's cluster time, and has the backups apply the outcome.
 *
 * <p>An instance is for one attempt. If the sender owns the partition, Hazelcast runs this very object without serialising it, but it would serialise
 * the answer all the same; so the answer then stays in {@link #localAnswer} and {@link #process} answers null.
 */
final class OperationProcessor
        implements EntryProcessor<String, StoredRecord, @Nullable StoredAnswer>, HazelcastInstanceAware, Wired {
    private static final long serialVersionUID = 1L;

    private transient Operation operation;
    private transient HazelcastInstance instance;
    private transient boolean cameByWire;
    /** What the backups of the latest run are to do; Hazelcast asks for it after the run, twice, on the same thread. */
    private transient @Nullable Outcome backup;

    private transient @Nullable Answer localAnswer;

    @SuppressWarnings("NullAway.Init") // until readData
    OperationProcessor() {}

    @SuppressWarnings("NullAway.Init") // the instance is set before each run
    OperationProcessor(Operation operation) {
        this.operation = operation;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        instance = hazelcast;
    }

    @Override
    public @Nullable StoredAnswer process(Map.Entry<String, @Nullable StoredRecord> entry) {
        backup = null;
        MemberStanding.require(instance);
        StoredRecord stored = entry.getValue();
        SessionRecord record = stored == null ? null : stored.record();
        Decision decision = operation.decide(record, instance.getCluster().getClusterTime());
        Outcome outcome = decision.outcome();
        if (outcome != null) {
            Entries.set(entry, record, outcome.apply(record), decision.backup());
            backup = decision.backup() ? outcome : null;
        }
        if (cameByWire) {
            return new StoredAnswer(decision.answer());
        }
        localAnswer = decision.answer();
        return null;
    }

    /** What the latest run on this JVM answered; null: it ran elsewhere. Read it only after the attempt is over. */
    @Nullable
    Answer localAnswer() {
        return localAnswer;
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable StoredAnswer> getBackupProcessor() {
        return backup == null ? null : new OutcomeProcessor(backup);
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Wire.write(out, operation);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        operation = Wire.readOperation(in);
        cameByWire = true;
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
