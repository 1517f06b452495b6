package dev.roam.store.hazelcast;

import com.hazelcast.map.ExtendedMapEntry;
import dev.roam.record.SessionRecord;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts a record into the entry of a processor. */
final class Entries {
    private Entries() {}

    /**
     * Sets the next record, or removes the entry. The time-to-live is set only together with the backups': one that only the owner renewed would
     * let the entry expire at another time after a failover.
     */
    static void set(
            Map.Entry<String, @Nullable StoredRecord> entry,
            @Nullable SessionRecord old,
            @Nullable SessionRecord next,
            boolean renew) {
        if (next == null) {
            if (old != null) {
                entry.setValue(null);
            }
            return;
        }
        ExtendedMapEntry<String, StoredRecord> extended = (ExtendedMapEntry<String, StoredRecord>) entry;
        if (renew) {
            extended.setValue(new StoredRecord(next), next.backstopMillis(), TimeUnit.MILLISECONDS);
        } else {
            extended.setValueWithoutChangingExpiryTime(new StoredRecord(next));
        }
    }
}
