package dev.roam.store.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SerializationConfig;
import java.util.Set;

/** What Roam's structures in the cluster are called and how they are configured: the same on every member. */
public final class Names {
    private static final String RECORDS = "roam.";
    private static final String USERS = "roam-users.";
    private static final String REAPERS = "roam-reapers.";
    private static final String ENDINGS = "roam-endings.";
    /** The executor of questions to members. */
    public static final String MEMBERSHIP = "roam-membership";

    /** A name that has the configuration of every record map. */
    public static final String PROBE = RECORDS + "probe";

    /** A name that has the configuration of every map of users. */
    public static final String USERS_PROBE = USERS + "probe";

    /** What a member's configuration has of Roam's maps. */
    public static final Set<String> PATTERNS = Set.of(RECORDS + "*", USERS + "*", REAPERS + "*");

    private Names() {}

    static String records(String application) {
        return RECORDS + application;
    }

    static String users(String application) {
        return USERS + application;
    }

    static String reapers(String application) {
        return REAPERS + application;
    }

    static String endings(String application) {
        return ENDINGS + application;
    }

    /** Whether a map of that name holds records. */
    static boolean isOfRecords(String map) {
        return map.startsWith(RECORDS);
    }

    /** Whether a name or pattern of a map in a user's configuration would reach into Roam's. */
    public static boolean isReserved(String pattern) {
        return pattern.startsWith(RECORDS) || pattern.startsWith(USERS) || pattern.startsWith(REAPERS);
    }

    /** Adds Roam's serializer factory, which members and clients need. */
    public static void addTo(SerializationConfig config) {
        config.addDataSerializableFactory(RoamSerializerFactory.FACTORY_ID, new RoamSerializerFactory());
    }

    /**
     * Adds Roam's maps and its serializer factory to a member.
     *
     * @param backupCount synchronous copies of every record
     */
    public static void addTo(Config config, int backupCount) {
        addTo(config.getSerializationConfig());
        config.addMapConfig(recordMap(backupCount));
        config.addMapConfig(userMap(backupCount));
        config.addMapConfig(new MapConfig(REAPERS + "*").setBackupCount(Math.min(1, backupCount)));
    }

    /** No index and no interceptor: with one, Hazelcast copies the whole record for every operation. */
    public static MapConfig recordMap(int backupCount) {
        return ofRecords(RECORDS, backupCount, RecordMergePolicy.class);
    }

    private static MapConfig userMap(int backupCount) {
        return ofRecords(USERS, backupCount, UserMergePolicy.class);
    }

    private static MapConfig ofRecords(String prefix, int backupCount, Class<?> mergePolicy) {
        return new MapConfig(prefix + "*")
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(backupCount)
                .setAsyncBackupCount(0)
                .setReadBackupData(false)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(mergePolicy.getName()));
    }
}
