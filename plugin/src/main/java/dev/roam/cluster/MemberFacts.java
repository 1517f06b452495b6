package dev.roam.cluster;

import dev.roam.record.Wire;
import dev.roam.store.hazelcast.RecordMergePolicy;
import dev.roam.store.hazelcast.RoamSerializerFactory;
import dev.roam.store.hazelcast.UserMergePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a member says of itself, and what is missing there. The names are those of a configuration file where there is one. */
final class MemberFacts {
    static final String TIME = "cluster time";
    static final String FORMAT = "record format";
    static final String FACTORY = "data-serializable-factories";
    static final String GUARD = "listener";
    static final String INDETERMINATE = "hazelcast.operation.fail.on.indeterminate.state";
    static final String IN_MEMORY = "in-memory-format";
    static final String BACKUPS = "backup-count";
    static final String ASYNC_BACKUPS = "async-backup-count";
    static final String MERGE_POLICY = "merge-policy";
    static final String INDEXES = "indexes";
    static final String EVICTION = "eviction-policy";
    static final String MAX_IDLE = "max-idle-seconds";
    static final String TIME_TO_LIVE = "time-to-live-seconds";
    static final String USERS_IN_MEMORY = "users' in-memory-format";
    static final String USERS_BACKUPS = "users' backup-count";
    static final String USERS_MERGE_POLICY = "users' merge-policy";
    static final String OTHER_MAPS = "other maps";

    private MemberFacts() {}

    /** What is missing; nothing if the member can keep sessions as this node's options want. */
    static List<String> problems(Map<String, String> facts, int backupCount) {
        List<String> problems = new ArrayList<>();
        String format = facts.getOrDefault(FORMAT, "");
        if (!format.equals(Integer.toString(Wire.FORMAT))) {
            problems.add("its Roam knows record format " + format + " and this node's " + Wire.FORMAT
                    + ": both must be of one version");
        }
        require(problems, facts, FACTORY, "true", "the serializer factory " + RoamSerializerFactory.class.getName());
        require(problems, facts, GUARD, "true", "the listener " + MemberGuard.class.getName());
        requireValue(problems, facts, "property ", INDETERMINATE, "true");
        String map = "map roam.*: ";
        requireValue(problems, facts, map, IN_MEMORY, "OBJECT");
        requireValue(problems, facts, map, ASYNC_BACKUPS, "0");
        requireValue(problems, facts, map, MERGE_POLICY, RecordMergePolicy.class.getName());
        requireValue(problems, facts, map, INDEXES, "0");
        requireValue(problems, facts, map, EVICTION, "NONE");
        requireValue(problems, facts, map, MAX_IDLE, "0");
        requireValue(problems, facts, map, TIME_TO_LIVE, "0");
        String users = "map roam-users.*: ";
        requireFact(problems, facts.get(USERS_IN_MEMORY), users + IN_MEMORY, "OBJECT");
        requireFact(problems, facts.get(USERS_MERGE_POLICY), users + MERGE_POLICY, UserMergePolicy.class.getName());
        requireFact(problems, facts.get(USERS_BACKUPS), users + BACKUPS, Integer.toString(backupCount));
        String others = facts.getOrDefault(OTHER_MAPS, "");
        if (!others.isEmpty()) {
            problems.add("it configures " + others + " by itself, which may differ from roam.*: take it out");
        }
        String backups = facts.getOrDefault(BACKUPS, "");
        if (!backups.equals(Integer.toString(backupCount))) {
            problems.add("map roam.*: backup-count is " + backups + ", but this node's option backupCount is "
                    + backupCount + ": the members' configuration decides, say the same here");
        }
        return problems;
    }

    private static void require(
            List<String> problems, Map<String, String> facts, String name, String value, String what) {
        if (!value.equals(facts.get(name))) {
            problems.add(what + " is missing");
        }
    }

    private static void requireValue(
            List<String> problems, Map<String, String> facts, String where, String name, String value) {
        requireFact(problems, facts.get(name), where + name, value);
    }

    private static void requireFact(List<String> problems, @Nullable String fact, String name, String value) {
        String is = fact == null ? "" : fact;
        if (!is.equals(value)) {
            problems.add(name + (is.isEmpty() ? " is not set" : " is " + is) + ", must be " + value);
        }
    }
}
