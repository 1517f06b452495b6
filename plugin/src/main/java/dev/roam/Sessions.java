package dev.roam;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application on this node. Thread-safe.
 *
 * @param <S> the container's session class
 */
public interface Sessions<S> extends AutoCloseable {
    /** The name under which nodes share them. */
    String application();

    /**
     * Draws ids until this member owns their partition, a bounded number of times, so that sticky traffic is checked without leaving the node.
     *
     * @param draw makes a fresh, random id
     */
    String newId(Supplier<String> draw);

    /**
     * A new session; stored by its first commit.
     *
     * @param id its id, without a route suffix
     * @param maxInactive its timeout in seconds; zero or less: never
     * @throws LimitException if there are as many in the cluster as there may be
     */
    WorkingCopy<S> create(String id, int maxInactive);

    /**
     * Makes room for a session under an id that another application has made, where applications share ids (one cookie for several, a dispatch from one
     * to another). A login in one of them renames its own session alone: the others' then stand under an id that the cookie no longer leads to, and under the key
     * of the id that it now has. Nobody can use them any more, and nothing can be created beside them: such a one is ended ({@link Cause#REPLACED}).
     *
     * @param id without a route suffix; plausible
     * @return the session of that very id, if there is one; otherwise null, and there is room
     * @throws StoreException if the store cannot tell
     */
    @Nullable
    WorkingCopy<S> presentOrRoomFor(String id);

    /**
     * The working copy for an id that a request brought. No store operation: whether there is such a session, {@link WorkingCopy#open} tells.
     *
     * @param id without a route suffix; must be {@linkplain SessionIds#plausible plausible}
     */
    WorkingCopy<S> find(String id);

    /**
     * Whether there is a session of that id now. Decodes nothing; one store operation.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean exists(String id);

    /** The sessions that this node holds in memory at this moment and that are known to exist. */
    Collection<S> held();

    /** The cluster's time, in milliseconds since the epoch, by which uses of sessions are stamped; asks nothing. */
    long now();

    /** How many sessions the application has in the whole cluster; an estimate. */
    int count();

    /**
     * Shows the session of an id to somebody who does not use it: no opening, no access, no working copy. One store operation.
     *
     * @param id without a route suffix
     * @return as it is stored now; null if there is no session of that id
     * @throws StoreException if the store cannot tell
     */
    @Nullable
    SessionView look(String id);

    /** Who has which sessions, in the whole cluster, and what can be done about it from outside a request. Closed with these sessions. */
    SessionRegistry registry();

    /** What these sessions did on this node since they were opened here, and how the store stands; no store operation. */
    Statistics statistics();

    /** Commits what is pending, forgets all copies; ends no session. */
    @Override
    void close();
}
