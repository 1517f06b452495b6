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
    static final int USER = 11;
    static final int USER_OPERATION = 12;
    static final int USER_PUT = 13;
    static final int USER_ANSWER = 14;
    static final int USER_MERGE_POLICY = 15;
    static final int USER_CHECK = 16;
    static final int USER_QUESTION = 17;
    static final int USER_PROJECTION = 18;
    static final int OWNED = 19;

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
            case USER -> new StoredUser();
            case USER_OPERATION -> new UserProcessor();
            case USER_PUT -> new UserPutProcessor();
            case USER_ANSWER -> new StoredUserAnswer();
            case USER_MERGE_POLICY -> new UserMergePolicy();
            case USER_CHECK -> new UserCheckPredicate();
            case USER_QUESTION -> new UserQuestion();
            case USER_PROJECTION -> new UserProjection();
            case OWNED -> new OwnedPredicate();
            default ->
                throw new IllegalArgumentException("this version of Roam knows no class " + classId
                        + "; a newer one sent it. Update Roam on this member, or go back on the others");
        };
    }
}
