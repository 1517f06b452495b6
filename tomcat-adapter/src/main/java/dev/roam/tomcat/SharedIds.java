package dev.roam.tomcat;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.SessionIds;
import dev.roam.Sessions;
import dev.roam.WorkingCopy;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of several contexts under one id: contexts that share their cookie ({@code sessionCookiePath="/"}) or dispatch to each other. A login in
 * one of them renames its own session alone. The others' records then stand under an id that the cookie no longer leads to, and under the
 * key of the id that it now has: nobody can use them any more, and nothing can be created beside them.
 */
final class SharedIds {
    private SharedIds() {}

    /**
     * Makes room for a session under an id that another context has made: ends the one that stands there under another id.
     *
     * @return the session of that very id, if another request has just made it; or null
     * @throws dev.roam.StoreException if the store cannot tell
     */
    static @Nullable RoamSession presentOrRoomFor(String id, Sessions<RoamSession> application) {
        WorkingCopy<RoamSession> present = application.find(id);
        if (present.open(id)) {
            return present.session();
        }
        if (present.isGone()) {
            return null;
        }
        if (present.created() == 0) {
            // So that the claim names the session that it is about: another request may replace it meanwhile.
            present.open(SessionIds.key(id));
        }
        Ending ending = present.end(Cause.REPLACED);
        if (ending != null) {
            present.session().end(ending);
        }
        return null;
    }
}
