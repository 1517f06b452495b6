package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.query.Predicate;
import java.io.IOException;
import java.util.Map;

/**
 * Finds what a reaper should look at, a bounded number of them, by a look at the records' headers: nothing is deserialised. An instance is for one
 * query of one partition, which runs on one thread.
 */
final class DuePredicate implements Predicate<String, StoredRecord>, Wired {
    private static final long serialVersionUID = 1L;

    private long now;
    private int limit;
    private transient int found;

    DuePredicate() {}

    /**
     * @param now the cluster's time, in milliseconds since the epoch
     * @param limit how many to find at most
     */
    DuePredicate(long now, int limit) {
        this.now = now;
        this.limit = limit;
    }

    @Override
    public boolean apply(Map.Entry<String, StoredRecord> entry) {
        if (found >= limit || !entry.getValue().record().isReapable(now)) {
            return false;
        }
        found++;
        return true;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(now);
        out.writeInt(limit);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        now = in.readLong();
        limit = in.readInt();
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.DUE;
    }
}
