package dev.roam.session;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.StoreException;
import dev.roam.copy.SessionCopy;
import dev.roam.record.Operation;
import dev.roam.user.UserTimes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Ends what is due. The nodes share the partitions out by their rank among all reapers, which only saves work: the claim decides who ends a session. A
 * round takes one reap interval and looks at few partitions at a time, so that no partition thread is held for long. Confined to one background
 * thread at a time.
 */
final class Reaper<S> {
    private static final Logger LOG = System.getLogger(Reaper.class.getName());

    /** The shortest pause between two looks, in milliseconds. */
    private static final long MIN_PAUSE = 20;

    /** How many sessions are asked for at once. */
    private static final int LIMIT = 100;

    /** A reaper that was not heard for so many reap intervals no longer counts. */
    private static final int SILENT_ROUNDS = 3;

    private final ApplicationSessions<S> sessions;
    private final String self;
    private final long intervalMillis;
    private final long pauseMillis;
    private final int looksPerRound;

    /** The partitions of this round that are still to be looked at, from the end. */
    private final List<Integer> todo = new ArrayList<>();

    private int perLook;

    private final UserHealer healer;

    Reaper(ApplicationSessions<S> sessions, String self, long intervalMillis, UserTimes times) {
        this.sessions = sessions;
        this.self = self;
        this.intervalMillis = intervalMillis;
        this.healer = new UserHealer(sessions.store(), sessions.users(), times);
        int partitions = sessions.store().partitions();
        this.pauseMillis = Math.max(MIN_PAUSE, intervalMillis / Math.max(1, partitions));
        this.looksPerRound = (int) Math.max(1, intervalMillis / pauseMillis);
    }

    long pauseMillis() {
        return pauseMillis;
    }

    void tick() {
        if (sessions.isClosed() || sessions.container().loader() == null) {
            return;
        }
        try {
            if (todo.isEmpty()) {
                beginRound();
            }
            for (int i = 0; i < perLook && !todo.isEmpty(); i++) {
                int partition = todo.remove(todo.size() - 1);
                look(partition);
                healer.look(partition, System.nanoTime());
            }
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "sessions that are due could not be ended now: {0}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "sessions that are due could not be ended now; it is tried again", e);
        }
    }

    private void beginRound() {
        SortedSet<String> reapers = sessions.store().reapers(self, SILENT_ROUNDS * intervalMillis + 1_000);
        int count = Math.max(1, reapers.size());
        int rank = reapers.headSet(self).size();
        for (int partition = rank; partition < sessions.store().partitions(); partition += count) {
            todo.add(partition);
        }
        perLook = Math.max(1, (todo.size() + looksPerRound - 1) / looksPerRound);
    }

    private void look(int partition) {
        boolean more = true;
        while (more) {
            List<String> keys = sessions.store().reapable(partition, LIMIT);
            int ended = 0;
            for (String key : keys) {
                if (sessions.isClosed()) {
                    return;
                }
                if (reap(key)) {
                    ended++;
                }
            }
            more = keys.size() == LIMIT && ended > 0;
        }
    }

    /** Answers whether there is less to do now. */
    private boolean reap(String key) {
        SessionCopy<S> copy = sessions.copyToReap(key);
        if (copy.inUse()) {
            return false; // its use will be reported
        }
        Ending ending = copy.end(Cause.TIMEOUT);
        if (ending == null) {
            if (copy.isGone()) {
                sessions.store().execute(key, new Operation.Forget(), sessions.deadline() - sessions.nanoTime());
            }
            return copy.isGone();
        }
        sessions.counters().reaped();
        try (ending) {
            sessions.fire(copy, ending);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the events of session " + sessions.head(key) + ", which timed out, failed", e);
        }
        return true;
    }
}
