package dev.roam.store.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * Makes the objects that Roam sends through Hazelcast, by number. Every member needs it in its serialization configuration, also one that runs no web
 * application (client mode). Numbers never change their meaning: members of two versions of Roam meet during an update.
 */
public final class RoamSerializerFactory implements DataSerializableFactory {
    /** "Roam" in ASCII. */
    public static final int FACTORY_ID = 0x526f616d;

    static final int RECORD = 1;
    static final int OPERATION = 2;
    static final int OUTCOME = 3;
    static final int ANSWER = 4;
    static final int DUE = 5;
    static final int ANNOUNCEMENT = 6;
    static final int MERGE_POLICY = 7;
    static final int MEMBERSHIP_QUESTION = 8;
    static final int SESSION = 9;
    static final int MERGE = 10;

    @Override
    public IdentifiedDataSerializable create(int classId) {
        return switch (classId) {
            case RECORD -> new StoredRecord();
            case OPERATION -> new OperationProcessor();
            case OUTCOME -> new OutcomeProcessor();
            case ANSWER -> new StoredAnswer();
            case DUE -> new DuePredicate();
            case ANNOUNCEMENT -> new StoredAnnouncement();
            case MERGE_POLICY -> new RecordMergePolicy();
            case MEMBERSHIP_QUESTION -> new MembershipQuestion();
            case SESSION -> new SessionPredicate();
            case MERGE -> new MergeProcessor();
            default ->
                throw new IllegalArgumentException("this version of Roam knows no class " + classId
                        + "; a newer one sent it. Update Roam on this member, or go back on the others");
        };
    }
}
