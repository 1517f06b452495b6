package dev.roam.session;

import dev.roam.StoreException;
import dev.roam.copy.SessionCopy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

/**
 * Keeps sessions alive and stored, off the request path: reports uses that the store has not heard of, once per touch interval (promise 7, never early),
 * and stores what a failed commit left. Thread-safe.
 */
final class Keeper<S> {
    private static final Logger LOG = System.getLogger(Keeper.class.getName());

    /** How often it looks: a third of the touch interval of a session with a timeout of three seconds. */
    private static final long TICK_MILLIS = 100;

    private final ApplicationSessions<S> sessions;

    /** Copies that a request has entered since their last report. */
    private final Set<SessionCopy<S>> seen = ConcurrentHashMap.newKeySet();

    Keeper(ApplicationSessions<S> sessions) {
        this.sessions = sessions;
    }

    ScheduledFuture<?> start() {
        return sessions.repeat(this::tick, TICK_MILLIS);
    }

    void seen(SessionCopy<S> copy) {
        seen.add(copy);
    }

    void clear() {
        seen.clear();
    }

    private void tick() {
        try {
            for (SessionCopy<S> copy : seen) {
                if (!touch(copy)) {
                    return;
                }
            }
            for (SessionCopy<S> copy : sessions.kept()) {
                if (!store(copy)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "sessions could not be kept; it is tried again", e);
        }
    }

    /** False if the store cannot be reached: then the next tick goes on. */
    private boolean touch(SessionCopy<S> copy) {
        try {
            // Removed first: a request that enters meanwhile adds it again.
            seen.remove(copy);
            if (copy.touch()) {
                seen.add(copy);
            }
            return true;
        } catch (StoreException e) {
            seen.add(copy);
            LOG.log(Level.DEBUG, "a use of session {0} could not be reported now", sessions.head(copy.key()));
            return false;
        }
    }

    private boolean store(SessionCopy<S> copy) {
        try {
            if (copy.isUnstored()) {
                copy.commit();
            }
            if (!copy.mustStay()) {
                sessions.kept().remove(copy);
            }
            return true;
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "changes of session {0} could not be stored now", sessions.head(copy.key()));
            return false;
        }
    }
}
