package dev.roam.record;

import dev.roam.Cause;
import dev.roam.Scope;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operation answers to the node that sent it. */
public sealed interface Answer {
    /**
     * It was done, and the session is there.
     *
     * @param incarnation which session it is
     * @param own the version that the operation's own change made; for operations that change no attribute the current one
     * @param previousAccess the opening before this one, in milliseconds since the epoch (owner's cluster time)
     * @param update what the node did not know; without the operation's own change, unless whole
     * @param claimed of a claim: what it holds; null for all other operations
     */
    record Held(CommitId incarnation, Version own, long previousAccess, Update update, @Nullable Claimed claimed)
            implements Answer {
        Held claimed(Cause cause, boolean lapsed) {
            return new Held(incarnation, own, previousAccess, update, new Claimed(cause, lapsed));
        }
    }

    /** It is another request's turn; this one waits for its own. */
    record Waiting() implements Answer {}

    /**
     * A turn was given back.
     *
     * @param next whose turn it is now; null: nobody's, or it was not that one's turn
     */
    record Released(@Nullable CommitId next) implements Answer {}

    /**
     * What there is to say of a session without a value of it.
     *
     * @param header id, creation, timeout, user
     * @param lastUse the latest use that the owner knows of, in milliseconds since the epoch (owner's cluster time)
     * @param changedBy who changed it last
     * @param bytes the size of all its encoded attributes, the containers' own included
     * @param names the names of the application's attributes
     */
    record Description(Header header, long lastUse, Writer changedBy, long bytes, Set<String> names) implements Answer {
        static Description of(SessionRecord record) {
            Writer last = record.commits().entrySet().stream()
                    .max(Comparator.comparingLong(
                            entry -> entry.getValue().version().counter()))
                    .map(Map.Entry::getKey)
                    .orElse(Writer.NONE);
            long bytes = 0;
            Set<String> names = new HashSet<>();
            for (Map.Entry<AttributeKey, AttributeValue> entry :
                    record.attributes().entrySet()) {
                byte[] value = entry.getValue().bytes();
                if (value != null) {
                    bytes += value.length;
                    if (entry.getKey().scope() == Scope.APPLICATION) {
                        names.add(entry.getKey().name());
                    }
                }
            }
            return new Description(record.header(), record.lastSign(), last, bytes, Set.copyOf(names));
        }
    }

    /**
     * A claim that was granted or prolonged.
     *
     * @param cause why the session ends: that of whoever claimed it first
     * @param lapsed whether another claim had held the session until it lapsed
     */
    record Claimed(Cause cause, boolean lapsed) {}

    /**
     * It was not done.
     *
     * @param cause why the session ends, if it is being ended; else null
     */
    record Refused(Reason reason, @Nullable Cause cause) implements Answer {
        /** One that says nothing of an end. */
        public Refused(Reason reason) {
            this(reason, null);
        }
    }

    /** Why an operation was not done. */
    enum Reason {
        /** No such session, or none any more. */
        ABSENT,
        /** It is being ended. */
        ENDING,
        /** It has been idle for longer than its timeout. */
        DUE,
        /** It has another id now. */
        RENAMED,
        /** Another session is under this key now. */
        REPLACED,
        /** A create found the key in use. */
        TAKEN,
        /** A claim found the session in use. */
        NOT_DUE,
        /** A later operation of the same writer came first; nobody waits for this one. */
        SUPERSEDED,
        /** A commit would make the session larger than it may be. */
        TOO_LARGE,
        /** A change was made in a turn that was lost: another request has had its turn since. */
        LOCK_LOST
    }
}
