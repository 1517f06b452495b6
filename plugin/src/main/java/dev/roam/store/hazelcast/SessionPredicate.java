package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.query.Predicate;
import dev.roam.record.State;
import java.util.Map;

/** Tells sessions from what is remembered of ended ones, by a look at the record's state: nothing is deserialised. Has no state. */
final class SessionPredicate implements Predicate<String, StoredRecord>, Wired {
    private static final long serialVersionUID = 1L;

    SessionPredicate() {}

    @Override
    public boolean apply(Map.Entry<String, StoredRecord> entry) {
        return !(entry.getValue().record().state() instanceof State.Ended);
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // nothing to write
    }

    @Override
    public void readData(ObjectDataInput in) {
        // nothing to read
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.SESSION;
    }
}
