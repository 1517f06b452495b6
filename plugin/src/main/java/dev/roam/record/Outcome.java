package dev.roam.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the owner decided, in a form that a backup can apply without deciding anything: stamps, versions and values are in it. Owner and backup run the
 * same {@link #apply}.
 */
public sealed interface Outcome {
    /**
     * The next record.
     *
     * @param base the record as this replica has it; null: none
     * @throws LaggingBackupException if the base is not the one the owner had
     */
    @Nullable
    SessionRecord apply(@Nullable SessionRecord base);

    /** Puts the whole record: a create, the end, and whatever is repeated, which so heals a backup that missed it. */
    record Put(SessionRecord record) implements Outcome {
        @Override
        public SessionRecord apply(@Nullable SessionRecord base) {
            return record;
        }
    }

    /** Removes what is left of a session that ended a while ago. */
    record Forget() implements Outcome {
        @Override
        public @Nullable SessionRecord apply(@Nullable SessionRecord base) {
            return null;
        }
    }

    /**
     * Notes a sign of life.
     *
     * @param accessed the latest opening, owner's cluster time
     * @param touched the latest sign of life that the backups know of, owner's cluster time
     * @param proven whether the session's trial is over, now or since before: a backup may have missed when it ended
     */
    record Access(long accessed, long touched, boolean proven) implements Outcome {
        @Override
        public @Nullable SessionRecord apply(@Nullable SessionRecord base) {
            return base == null ? null : base.seen(accessed, touched, proven);
        }
    }

    /**
     * Says whose turn it is.
     *
     * @param base the version that the owner had: what it told with the turn
     * @param turns all of them, whatever this replica knows
     * @param accessed the latest opening, owner's cluster time
     * @param touched the latest sign of life that the backups know of, owner's cluster time
     * @param proven as that of an {@link Access}
     */
    record Turn(Version base, Turns turns, long accessed, long touched, boolean proven) implements Outcome {
        @Override
        public SessionRecord apply(@Nullable SessionRecord record) {
            return onBase(record, base, "turn").inTurn(turns).seen(accessed, touched, proven);
        }
    }

    /**
     * Makes the next version.
     *
     * @param base the version that it builds on
     * @param by the operation
     * @param at the owner's cluster time
     * @param accessed the latest opening that the owner knows of
     * @param written the new values, null for removed. Not to be changed
     * @param header the new header; null: unchanged
     * @param state the new state
     */
    record Advance(
            Version base,
            CommitId by,
            long at,
            long accessed,
            Map<AttributeKey, byte @Nullable []> written,
            @Nullable Header header,
            State state)
            implements Outcome {
        @Override
        public SessionRecord apply(@Nullable SessionRecord record) {
            return onBase(record, base, "change " + by).advance(this);
        }
    }

    private static SessionRecord onBase(@Nullable SessionRecord record, Version base, String what) {
        if (record == null || !record.version().equals(base)) {
            throw new LaggingBackupException("a backup is at " + (record == null ? "nothing" : record.version())
                    + ", the owner's " + what + " builds on " + base);
        }
        return record;
    }
}
