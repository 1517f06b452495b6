package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.SessionRecord;
import dev.roam.record.Wire;
import java.io.IOException;

/**
 * The map's value: a record that Hazelcast can send. As the map's format is {@code OBJECT}, it is serialised only when a partition moves. Immutable once
 * it is in the map.
 */
public final class StoredRecord implements Wired {
    private SessionRecord record;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredRecord() {}

    StoredRecord(SessionRecord record) {
        this.record = record;
    }

    /** The record. */
    public SessionRecord record() {
        return record;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Wire.write(out, record);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        record = Wire.readRecord(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.RECORD;
    }

    @Override
    public String toString() {
        return String.valueOf(record);
    }
}
