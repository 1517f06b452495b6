package dev.roam.session;

import dev.roam.copy.SessionCopy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the turns of requests that take long, off the request path, and takes back those that were forgotten. Whatever one session throws, the others have
 * their turn. Thread-safe.
 */
final class TurnKeeper<S> {
    /** How often it looks, in milliseconds. */
    static final long TICK_MILLIS = 200;

    private static final Logger LOG = System.getLogger(TurnKeeper.class.getName());

    /** Copies whose turn a request of this node has. */
    private final Set<SessionCopy<S>> copies = ConcurrentHashMap.newKeySet();

    void add(SessionCopy<S> copy) {
        copies.add(copy);
    }

    void clear() {
        copies.clear();
    }

    void tick() {
        List.copyOf(copies).forEach(this::keep);
    }

    private void keep(SessionCopy<S> copy) {
        // Removed first: a request that takes its turn meanwhile adds it again.
        copies.remove(copy);
        boolean again = true;
        try {
            again = copy.keepTurns();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "a turn could not be kept now; it is tried again", e);
        } finally {
            if (again) {
                copies.add(copy);
            }
        }
    }
}
