package dev.roam.store.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;

/** What Roam's structures in the cluster are called and how they are configured: the same on every member. */
public final class Names {
    private static final String RECORDS = "roam.";
    private static final String REAPERS = "roam-reapers.";
    private static final String ENDINGS = "roam-endings.";
    static final String MEMBERSHIP = "roam-membership";

    private Names() {}

    static String records(String application) {
        return RECORDS + application;
    }

    static String reapers(String application) {
        return REAPERS + application;
    }

    static String endings(String application) {
        return ENDINGS + application;
    }

    /** Whether a name or pattern of a map in a user's configuration would reach into Roam's. */
    public static boolean isReserved(String pattern) {
        return pattern.startsWith(RECORDS) || pattern.startsWith(REAPERS);
    }

    /**
     * Adds Roam's maps and its serializer factory.
     *
     * @param backupCount synchronous copies of every record
     */
    public static void addTo(Config config, int backupCount) {
        config.getSerializationConfig()
                .addDataSerializableFactory(RoamSerializerFactory.FACTORY_ID, new RoamSerializerFactory());
        config.addMapConfig(recordMap(backupCount));
        config.addMapConfig(new MapConfig(REAPERS + "*").setBackupCount(Math.min(1, backupCount)));
    }

    /** No index and no interceptor: with one, Hazelcast copies the whole record for every operation. */
    public static MapConfig recordMap(int backupCount) {
        return new MapConfig(RECORDS + "*")
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(backupCount)
                .setAsyncBackupCount(0)
                .setReadBackupData(false)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(RecordMergePolicy.class.getName()));
    }
}
