package dev.roam.session;

import dev.roam.LimitException;
import dev.roam.copy.SessionCopy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps sessions alive and stored, off the request path: reports uses that the store has not heard of (promise 7, never early), and stores what a
 * failed commit left. Whatever one session throws, the others have their turn. Thread-safe.
 */
final class Keeper<S> {
    /** How often it looks, in milliseconds: a third of the touch interval of a session with a timeout of three seconds. */
    static final long TICK_MILLIS = 100;

    private static final Logger LOG = System.getLogger(Keeper.class.getName());

    /** So many failures in one tick, and the store counts as unreachable for it. */
    private static final int MAX_FAILURES = 3;

    /** More uses than these are not remembered, as when every request comes with an id of its own while the store cannot be reached. */
    static final int MAX_SEEN = 200_000;

    /** Every so many ticks it asks whether sessions that are kept for a value of this node alone are still there. */
    static final int TICKS_BETWEEN_CHECKS = 600;

    private final ApplicationSessions<S> sessions;
    private final int maxSeen;

    /** Copies that a request has entered since their last report. */
    private final Set<SessionCopy<S>> seen = ConcurrentHashMap.newKeySet();

    /** Confined to the ticking thread, as is the next. */
    private long ticks;

    private int failures;

    /** Copies that failed when they last had their turn, longest ago first: the others come before them. Confined as well. */
    private final Set<SessionCopy<S>> failed = new LinkedHashSet<>();

    /** @param maxSeen how many uses are remembered; {@link #MAX_SEEN} but for tests */
    Keeper(ApplicationSessions<S> sessions, int maxSeen) {
        this.sessions = sessions;
        this.maxSeen = maxSeen;
    }

    void seen(SessionCopy<S> copy) {
        if (seen.size() < maxSeen) {
            seen.add(copy);
        }
    }

    void clear() {
        seen.clear();
    }

    void tick() {
        failures = 0;
        ticks++;
        failed.removeIf(copy -> !seen.contains(copy) && !sessions.kept().contains(copy));
        each(seen, this::report);
        each(sessions.kept(), this::store);
    }

    private void each(Set<SessionCopy<S>> copies, Consumer<SessionCopy<S>> action) {
        List<SessionCopy<S>> last = List.copyOf(failed);
        for (SessionCopy<S> copy : copies) {
            if (!failed.contains(copy)) {
                attempt(copy, action);
            }
        }
        for (SessionCopy<S> copy : last) {
            if (copies.contains(copy)) {
                attempt(copy, action);
            }
        }
    }

    private void attempt(SessionCopy<S> copy, Consumer<SessionCopy<S>> action) {
        if (failures >= MAX_FAILURES || sessions.isClosed()) {
            return;
        }
        failed.remove(copy);
        try {
            action.accept(copy);
        } catch (RuntimeException | Error e) {
            failures++;
            failed.add(copy);
            LOG.log(
                    Level.DEBUG,
                    "session " + sessions.head(copy.key()) + " could not be kept now; it is tried again",
                    e);
        }
    }

    private void report(SessionCopy<S> copy) {
        // Removed first: a request that enters meanwhile adds it again.
        seen.remove(copy);
        boolean again = true; // also if it is not known yet whether there is such a session
        try {
            again = copy.touch();
        } finally {
            if (again) {
                seen.add(copy);
            }
        }
    }

    private void store(SessionCopy<S> copy) {
        if (copy.isUnstored()) {
            try {
                copy.commit();
            } catch (LimitException e) {
                LOG.log(Level.WARNING, "what a request left: " + e.getMessage());
            }
        }
        if (!copy.mustStay()) {
            sessions.kept().remove(copy);
        } else if (ticks % TICKS_BETWEEN_CHECKS == 0) {
            copy.check();
        }
    }
}
