package dev.roam;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One session as this node sees it: a live form of the stored record, shared by all requests of that session on this node. Thread-safe. No
 * lock is held across a call to the store or to foreign code (serialisation, listeners), but a call may wait for another thread that runs such code: do not
 * call it under a lock that listeners may take.
 *
 * <p>A request's life: {@code enter}, then {@code open} before each use, {@code commit} before the first byte of the response leaves, {@code
 * complete} when the application's part of the request is over, {@code leave} at the very end. None of these costs a store operation if
 * the request does not use the session.
 *
 * @param <S> the container's session class
 */
public interface WorkingCopy<S> {
    /** The container's session; the same object for the life of this copy. */
    S session();

    /** The current id, without any route suffix. */
    String id();

    /** A request begins to use this session (Tomcat's {@code access}, Jetty's {@code get}). No store operation. */
    void enter();

    /**
     * The application's part of a request is over, its response not yet necessarily: commits, and from now on nothing that this request was
     * handed counts as changeable. Optional; without it {@link #leave} checks once more what was handed out.
     *
     * @throws StoreException as {@link #commit}
     */
    void complete();

    /**
     * A request ends; pairs with {@link #enter}. The last one out commits what is left. Never throws: what cannot be stored now is logged, kept, and
     * stored with the next commit of this session on this node.
     */
    void leave();

    /** Whether {@link #open} would answer without a store operation. */
    boolean isCurrent();

    /**
     * Makes the copy current: at most one store operation for each {@link #enter}, none if nothing has entered since the last one. Outside any
     * request it always asks the store.
     *
     * @return false if the session is gone: ended, timed out, or never there
     * @throws StoreException if the store cannot tell
     */
    boolean open();

    /**
     * A request's first opening, which also compares the id that the request brought with the current one: a session that was renamed is unknown under
     * its old id to every new request, while requests that had it before go on.
     *
     * @param requestedId without a route suffix
     * @return false if there is no session of that id (any more)
     * @throws StoreException if the store cannot tell
     */
    boolean open(String requestedId);

    /**
     * As {@link #open(String)}, or {@link #open()}, for a request. Where requests of one session run one at a time ({@link Locking#SESSION}), it first waits
     * for the request's turn; the copy is then as current as that turn, which lasts until {@link #unlock}. Call it before each use: where the
     * turn is the request's already it costs nothing, and where that was lost it fails.
     *
     * @param requestedId the id that the request brought, for its first opening, without a route suffix; null: for later ones
     * @return false if the session is gone, or there is no session of that id
     * @throws LockTimeoutException if other requests keep the session for longer than {@code lockTimeout}
     * @throws StoreException if the store cannot tell, or the request has lost its turn
     */
    boolean lock(OutsideUse.Request request, @Nullable String requestedId);

    /** Whether {@link #lock} would answer without a store operation; where requests run one at a time, only in the request's own turn. */
    boolean isCurrent(OutsideUse.Request request);

    /**
     * The request is over for the application: stores what it has changed since its last commit, and gives its turn back. Never throws. Without a turn it does
     * nothing; whoever forgets it has it done a moment after {@link OutsideUse.Request#isRunning} is false.
     */
    void unlock(OutsideUse.Request request);

    /**
     * To be called after {@link #commit} or {@link #complete}, before a request's response leaves: the commit may have had nothing to store because what the
     * request changed was discarded, when another request of this node was found to have the turn.
     *
     * @throws StoreException if what the request has changed was discarded because it had lost its turn; not if it has changed nothing
     */
    void requireTurn(OutsideUse.Request request);

    /**
     * As {@link #open()}, for somebody who is in no request, such as a WebSocket: always asks the store, also while requests are in, which may have
     * asked it long ago.
     *
     * @return false if the session is gone
     * @throws StoreException if the store cannot tell
     */
    boolean openOutside();

    /**
     * Asks whether the session is still there, without prolonging its life: for one on which something of this node hangs. If it is not, the
     * container is told.
     *
     * @throws StoreException if the store cannot tell
     */
    void check();

    /** Whether this session was made here and not stored yet; asks nothing. */
    boolean isUnsaved();

    /** True once this copy is known to be gone; asks nothing. */
    boolean isGone();

    /**
     * The value of an attribute, decoded on first use; null if there is none, if it cannot be decoded (reported once), or if the session is
     * gone. Opens.
     */
    @Nullable
    Object get(Scope scope, String name);

    /**
     * Sets an attribute; stored by the next commit, at once if no request is under way. Opens.
     *
     * @return the previous value, decoded, or null
     */
    @Nullable
    Object put(Scope scope, String name, Object value);

    /**
     * Removes an attribute; stored by the next commit, at once if no request is under way. Opens.
     *
     * @return the previous value, decoded, or null
     */
    @Nullable
    Object remove(Scope scope, String name);

    /** A snapshot of the names in a scope. Opens. */
    Set<String> names(Scope scope);

    /** When the session was created, in milliseconds since the epoch. Does not open; before the first opening zero. */
    long created();

    /** The access before the one that made this copy current, in milliseconds since the epoch; the creation if there was none. Does not open. */
    long previousAccess();

    /** This session as this node has it, for somebody who does not use it: never opens, asks nothing. */
    SessionView view();

    /**
     * The latest use that the store has heard of, on whichever node, in milliseconds since the epoch; zero if the session is gone. One store
     * operation, which is no use itself; none for a session that is not stored yet.
     *
     * @throws StoreException if the store cannot tell
     */
    long lastUse();

    /** The timeout in seconds as it was set; zero or less: never. Does not open. */
    int maxInactive();

    /** Sets the timeout, in seconds; zero or less: never. Stored by the next commit. */
    void maxInactive(int seconds);

    /** Who is logged in, or null. Does not open. */
    @Nullable
    Identity identity();

    /** Sets who is logged in. Stored by the next commit, at once if no request is under way. */
    void identity(@Nullable Identity user);

    /**
     * Stores what was changed, in place or by {@code put}, and waits until it is backed up. No store operation if nothing was. If the session
     * has ended meanwhile, the changes are discarded and the copy {@linkplain #isGone is gone}.
     *
     * @throws StoreException if it is not known to be stored; the changes stay pending
     * @throws LimitException if a value or the session would be larger than it may be: nothing is stored, and all that was changed on this node is
     *     forgotten. Others are told the same until no request is in any more, since their changes may have been among that
     */
    void commit();

    /**
     * Gives the session another id. Whoever comes second, here or on another node, adopts the id that is there already: read {@link #id}
     * afterwards. From then on the old id is unknown to every new request.
     *
     * @param newId from {@link SessionIds#renamed}
     * @return false if the session is gone
     * @throws StoreException if it is not known to be stored
     */
    boolean rename(String newId);

    /**
     * Claims the session in order to end it.
     *
     * @return null if the session is gone or another node ends it
     * @throws StoreException if the store cannot tell
     */
    @Nullable
    Ending end(Cause cause);
}
