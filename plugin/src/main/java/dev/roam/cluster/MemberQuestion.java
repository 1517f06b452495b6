package dev.roam.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import dev.roam.record.Wire;
import dev.roam.store.hazelcast.MemberStanding;
import dev.roam.store.hazelcast.Names;
import dev.roam.store.hazelcast.RoamSerializerFactory;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * A client asks a member what {@link MemberFacts} judges. It travels by Java serialisation and answers with nothing but strings, so that a member without
 * Roam's serializer factory, or with another version of Roam, can answer too.
 */
final class MemberQuestion implements Callable<Map<String, String>>, HazelcastInstanceAware, Serializable {
    private static final long serialVersionUID = 1L;

    private transient HazelcastInstance instance;

    @SuppressWarnings("NullAway.Init") // set before the call
    MemberQuestion() {}

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        instance = hazelcast;
    }

    @Override
    public Map<String, String> call() {
        Config config = instance.getConfig();
        MapConfig records = config.findMapConfig(Names.PROBE);
        MapConfig users = config.findMapConfig(Names.USERS_PROBE);
        Map<String, Object> facts = new HashMap<>();
        facts.put(MemberFacts.TIME, instance.getCluster().getClusterTime());
        facts.put(MemberFacts.FORMAT, Wire.FORMAT);
        facts.put(MemberFacts.FACTORY, hasFactory(config));
        facts.put(MemberFacts.GUARD, MemberStanding.of(instance) != null);
        facts.put(MemberFacts.INDETERMINATE, config.getProperty(MemberFacts.INDETERMINATE));
        facts.put(MemberFacts.IN_MEMORY, records.getInMemoryFormat());
        facts.put(MemberFacts.BACKUPS, records.getBackupCount());
        facts.put(MemberFacts.ASYNC_BACKUPS, records.getAsyncBackupCount());
        facts.put(MemberFacts.MERGE_POLICY, records.getMergePolicyConfig().getPolicy());
        facts.put(MemberFacts.INDEXES, records.getIndexConfigs().size());
        facts.put(MemberFacts.EVICTION, records.getEvictionConfig().getEvictionPolicy());
        facts.put(MemberFacts.MAX_IDLE, records.getMaxIdleSeconds());
        facts.put(MemberFacts.TIME_TO_LIVE, records.getTimeToLiveSeconds());
        facts.put(MemberFacts.USERS_IN_MEMORY, users.getInMemoryFormat());
        facts.put(MemberFacts.USERS_BACKUPS, users.getBackupCount());
        facts.put(MemberFacts.USERS_MERGE_POLICY, users.getMergePolicyConfig().getPolicy());
        facts.put(
                MemberFacts.OTHER_MAPS,
                config.getMapConfigs().keySet().stream()
                        .filter(Names::isReserved)
                        .filter(pattern -> !Names.PATTERNS.contains(pattern))
                        .sorted()
                        .collect(Collectors.joining(", ")));
        Map<String, String> texts = new HashMap<>();
        facts.forEach((name, fact) -> texts.put(name, Objects.toString(fact, "")));
        return texts;
    }

    private static boolean hasFactory(Config config) {
        int id = RoamSerializerFactory.FACTORY_ID;
        return config.getSerializationConfig().getDataSerializableFactories().containsKey(id)
                || RoamSerializerFactory.class
                        .getName()
                        .equals(config.getSerializationConfig()
                                .getDataSerializableFactoryClasses()
                                .get(id));
    }
}
