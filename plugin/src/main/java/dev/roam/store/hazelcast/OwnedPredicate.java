package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.query.Predicate;
import java.util.Map;

/** Finds sessions in use that are somebody's, by a look at the record's header: nothing is deserialised. Has no state. */
final class OwnedPredicate implements Predicate<String, StoredRecord>, Wired {
    private static final long serialVersionUID = 1L;

    OwnedPredicate() {}

    @Override
    public boolean apply(Map.Entry<String, StoredRecord> entry) {
        return entry.getValue().record().user() != null;
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
        return RoamSerializerFactory.OWNED;
    }
}
