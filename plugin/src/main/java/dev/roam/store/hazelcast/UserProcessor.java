package dev.roam.store.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserDecision;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import dev.roam.user.UserWire;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one operation on a user's record; the backups get the whole next record. */
final class UserProcessor extends DecidingProcessor<StoredUser, UserAnswer> {
    private static final long serialVersionUID = 1L;

    private transient UserOperation operation;
    /** What the backups of the latest run are to do; as in {@link OperationProcessor}. */
    private transient @Nullable UserPutProcessor backup;

    @SuppressWarnings("NullAway.Init") // until readData
    UserProcessor() {}

    UserProcessor(UserOperation operation) {
        this.operation = operation;
    }

    @Override
    UserAnswer decide(Map.Entry<String, @Nullable StoredUser> entry, long now) {
        backup = null;
        StoredUser stored = entry.getValue();
        UserRecord record = stored == null ? null : stored.record();
        UserDecision decision = operation.decide(record, now);
        if (decision.stores()) {
            backup = new UserPutProcessor(decision.next());
            backup.set(entry);
        }
        return decision.answer();
    }

    @Override
    StoredReply<UserAnswer> reply(UserAnswer answer) {
        return new StoredUserAnswer(answer);
    }

    @Override
    public @Nullable EntryProcessor<String, StoredUser, @Nullable StoredReply<UserAnswer>> getBackupProcessor() {
        return backup;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        UserWire.write(out, operation);
    }

    @Override
    void readOperation(ObjectDataInput in) throws IOException {
        operation = UserWire.readOperation(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_OPERATION;
    }

    @Override
    public String toString() {
        return "UserProcessor[" + operation.getClass().getSimpleName() + "]";
    }
}
