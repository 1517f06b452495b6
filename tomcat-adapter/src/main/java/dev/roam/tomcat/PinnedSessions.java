package dev.roam.tomcat;

import dev.roam.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions on which something of this node hangs (WebSockets, a single sign-on), which are kept in memory for that reason. That they have ended on
 * another node is announced, once, and announcements can get lost; nobody may use them here any more. So each is asked for once a minute, which
 * prolongs no life. Thread-safe, but for {@link #check}.
 */
final class PinnedSessions {
    /** Tomcat calls every ten seconds, unless told otherwise ({@code Engine.backgroundProcessorDelay}). */
    private static final int CALLS_BETWEEN_CHECKS = 6;

    private final Set<RoamSession> pinned = ConcurrentHashMap.newKeySet();
    private int calls;

    void add(RoamSession session) {
        pinned.add(session);
    }

    void remove(RoamSession session) {
        pinned.remove(session);
    }

    void clear() {
        pinned.clear();
    }

    /** Called now and then, by one thread: what has ended unheard is told to what hangs on it. */
    void check() {
        calls++;
        if (calls % CALLS_BETWEEN_CHECKS != 0) {
            return;
        }
        try {
            pinned.forEach(session -> session.copy().check());
        } catch (StoreException e) {
            // The others would wait as long; the next time.
        }
    }
}
