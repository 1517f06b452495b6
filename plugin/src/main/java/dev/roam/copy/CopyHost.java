package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Limits;
import dev.roam.StoreException;
import dev.roam.record.CommitId;
import dev.roam.statistics.Counters;
import dev.roam.store.Store;
import dev.roam.user.UserSessions;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a working copy needs of the application it belongs to. Thread-safe; called without the copy's lock but for {@link #nextCommitId}, {@link
 * #nanoTime} and the plain values.
 *
 * @param <S> the container's session class
 */
public interface CopyHost<S> {
    /** The container that the sessions are for. */
    Container<S> container();

    /** Where the records lie. */
    Store store();

    /** The map from users to their sessions. */
    UserSessions users();

    /** Counts what copies do. */
    Counters counters();

    /** How values become bytes. */
    Values<S> values();

    /** The id of the next changing operation; larger than all before. */
    CommitId nextCommitId();

    /** The monotonic clock, in nanoseconds. */
    long nanoTime();

    /** When an operation that begins now must be over: {@code storeTimeout} from now, by {@link #nanoTime}. */
    long deadline();

    /** How long a request waits for its turn, in nanoseconds; null: requests of one session run at the same time. */
    @Nullable
    Long lockTimeoutNanos();

    /** A request of that session waits for its turn or has it: see to it now and then that it keeps it, and gives it back. */
    void takesTurns(SessionCopy<S> copy);

    /** It is the turn of another request, on whichever node. */
    void tellTurn(String key, CommitId ticket);

    /** Upper bound of the touch interval, in milliseconds. */
    long touchCapMillis();

    /** How much a session may be. */
    Limits limits();

    /** A request of that session began: its use is to be reported even if it never opens the session. */
    void seen(SessionCopy<S> copy);

    /** The session is known to exist: keep its copy warm. */
    void confirmed(SessionCopy<S> copy);

    /** The session is gone: forget its copy. */
    void forget(SessionCopy<S> copy);

    /** Something in it is on this node alone: do not let the copy go, and store what can be stored when the store can be reached. */
    void keep(SessionCopy<S> copy);

    /** The commit at the end of a request failed; its changes wait. */
    void keptBack(SessionCopy<S> copy, StoreException why);

    /** The events of a session were fired here, but its record could not be dropped: who claims it again here need not repeat them. */
    void notDropped(CommitId incarnation);

    /** Tells the other nodes that a session ended. */
    void announce(String key, @Nullable CommitId incarnation, Cause cause);

    /** Runs a task now and then until it is cancelled, with the given pause in milliseconds; null: never, as the application stops. */
    @Nullable
    ScheduledFuture<?> repeat(Runnable task, long everyMillis);

    /** The part of a key that may be shown in a log. */
    default String head(String key) {
        return key.length() <= 6 ? key : key.substring(0, 6) + "...";
    }
}
