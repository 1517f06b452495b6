package dev.roam.session;

import dev.roam.LimitException;
import dev.roam.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.IntSupplier;

/**
 * Refuses new sessions where an application has as many in the cluster as it may. It goes by a count that is taken now and then, and by what this node has made
 * since: what other nodes make meanwhile is not known, nor what is not stored yet when it is counted, so there may be somewhat more. Thread-safe.
 */
final class ClusterLimit {
    private static final Logger LOG = System.getLogger(ClusterLimit.class.getName());
    private static final String OPTION = "maxClusterSessions";

    private final String application;
    private final int max;
    private final IntSupplier size;

    /** Guarded by this, as is the next. */
    private int counted;

    /** Made here since the count began. */
    private int made;

    /** @param size asks the store */
    ClusterLimit(String application, int max, IntSupplier size) {
        this.application = application;
        this.max = max;
        this.size = size;
    }

    /** Counts anew; if the store cannot tell, the former count stays. */
    void count() {
        int before;
        synchronized (this) {
            before = made;
        }
        try {
            int now = size.getAsInt();
            synchronized (this) {
                counted = now;
                made -= before;
            }
        } catch (StoreException e) {
            LOG.log(
                    Level.DEBUG,
                    "the sessions of application {0} could not be counted: {1}",
                    application,
                    e.getMessage());
        }
    }

    /**
     * One more is made.
     *
     * @throws LimitException if there is no room
     */
    synchronized void admit() {
        if (counted + made >= max) {
            throw new LimitException(
                    OPTION,
                    "application " + application + " has " + (counted + made) + " sessions in the cluster, and "
                            + OPTION + " allows " + max
                            + ": none is made. Wait until some have ended, or raise the option");
        }
        made++;
    }
}
