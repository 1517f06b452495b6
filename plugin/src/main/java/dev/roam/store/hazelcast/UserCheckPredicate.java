package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.query.Predicate;
import java.io.IOException;
import java.util.Map;

/** Finds users whose records a reaper should look at, a bounded number of them. An instance is for one query of one partition, which runs on one thread. */
final class UserCheckPredicate implements Predicate<String, StoredUser>, Wired {
    private static final long serialVersionUID = 1L;

    private long checkedBefore;
    private int limit;
    private transient int found;

    UserCheckPredicate() {}

    /**
     * @param checkedBefore in the cluster's time, in milliseconds since the epoch
     * @param limit how many to find at most
     */
    UserCheckPredicate(long checkedBefore, int limit) {
        this.checkedBefore = checkedBefore;
        this.limit = limit;
    }

    @Override
    public boolean apply(Map.Entry<String, StoredUser> entry) {
        if (found >= limit || !entry.getValue().record().isToBeChecked(checkedBefore)) {
            return false;
        }
        found++;
        return true;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(checkedBefore);
        out.writeInt(limit);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        checkedBefore = in.readLong();
        limit = in.readInt();
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_CHECK;
    }
}
