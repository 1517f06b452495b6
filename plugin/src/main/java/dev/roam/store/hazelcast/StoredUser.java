package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.user.UserRecord;
import dev.roam.user.UserWire;
import java.io.IOException;

/** The value of the map of users: a user's record that Hazelcast can send. Immutable once it is in the map. */
public final class StoredUser implements Wired {
    private UserRecord record;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredUser() {}

    StoredUser(UserRecord record) {
        this.record = record;
    }

    /** The record. */
    public UserRecord record() {
        return record;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        UserWire.write(out, record);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        record = UserWire.readRecord(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER;
    }

    @Override
    public String toString() {
        return String.valueOf(record);
    }
}
