package dev.roam.tomcat;

import org.jspecify.annotations.Nullable;

/**
 * A session that a request has begun to use and that Tomcat has not given to it: not yet, or not any more. Tomcat then does not end the use, so
 * somebody else must. Confined to the request's thread, but for {@link #ofOthers}.
 */
final class EarlyUse {
    private volatile @Nullable RoamSession session;

    /** Whether Tomcat has had the session before: it then wants to know of the end of the access. */
    private volatile boolean accessed;

    /** The session, if Tomcat has never had it: most likely somebody else's, which the application holds. */
    @Nullable
    RoamSession ofOthers() {
        return accessed ? null : session;
    }

    boolean isOf(RoamSession candidate) {
        return session == candidate;
    }

    /** The request begins to use a session; the use of another one ends. */
    void begin(RoamSession next) {
        end();
        session = next;
        next.copy().enter();
    }

    /** A session has been taken from Tomcat, and its use goes on. */
    void givenBack(RoamSession taken) {
        end();
        accessed = true;
        session = taken;
    }

    /**
     * Tomcat gives a session to the request, and ends its use from now on.
     *
     * @return whether it was this one
     */
    boolean takenOver(RoamSession given) {
        boolean same = session == given;
        if (same) {
            session = null;
            accessed = false;
        }
        return same;
    }

    /** Ends the use, if there is one. */
    void end() {
        RoamSession used = session;
        boolean wasAccessed = accessed;
        session = null;
        accessed = false;
        if (used == null) {
            return;
        }
        if (wasAccessed) {
            used.endAccess();
        } else {
            used.copy().leave();
        }
    }
}
