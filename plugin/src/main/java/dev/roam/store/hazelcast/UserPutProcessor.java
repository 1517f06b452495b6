package dev.roam.store.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserRecord;
import dev.roam.user.UserWire;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts a user's record in place of what a replica has, or removes it. */
final class UserPutProcessor implements EntryProcessor<String, StoredUser, @Nullable StoredReply<UserAnswer>>, Wired {
    private static final long serialVersionUID = 1L;

    private transient @Nullable UserRecord next;

    UserPutProcessor() {}

    /** @param next null: none */
    UserPutProcessor(@Nullable UserRecord next) {
        this.next = next;
    }

    @Override
    public @Nullable StoredReply<UserAnswer> process(Map.Entry<String, @Nullable StoredUser> entry) {
        set(entry);
        return null;
    }

    void set(Map.Entry<String, @Nullable StoredUser> entry) {
        UserRecord record = next;
        if (record != null) {
            ((ExtendedMapEntry<String, StoredUser>) entry)
                    .setValue(new StoredUser(record), UserRecord.BACKSTOP_MILLIS, TimeUnit.MILLISECONDS);
        } else if (entry.getValue() != null) {
            entry.setValue(null);
        }
    }

    @Override
    public @Nullable EntryProcessor<String, StoredUser, @Nullable StoredReply<UserAnswer>> getBackupProcessor() {
        return null;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeBoolean(next != null);
        if (next != null) {
            UserWire.write(out, next);
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        next = in.readBoolean() ? UserWire.readRecord(in) : null;
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_PUT;
    }
}
