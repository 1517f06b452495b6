package dev.roam.session;

import dev.roam.store.Store;
import dev.roam.user.UserSessions;
import dev.roam.user.UserTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The reaper's part in keeping users' records right: in each partition it looks for users of whom sessions are leaving, or whose logins nobody has compared for a
 * while; and now and then for sessions that are missing in their user's record. Confined to the reaper's thread.
 */
final class UserHealer {
    /** How many users are asked for at once. */
    private static final int LIMIT = 100;

    private final Store store;
    private final UserSessions users;
    private final long checkMillis;

    /** When each partition's sessions were last looked through, or first heard of, by the monotonic clock. */
    private final Map<Integer, Long> lookedThrough = new HashMap<>();

    UserHealer(Store store, UserSessions users, UserTimes times) {
        this.store = store;
        this.users = users;
        this.checkMillis = times.checkMillis();
    }

    void look(int partition, long nanos) {
        for (String user : store.usersToCheck(partition, store.now() - checkMillis, LIMIT)) {
            users.check(user);
        }
        long last = lookedThrough.computeIfAbsent(partition, first -> nanos);
        if (nanos - last >= TimeUnit.MILLISECONDS.toNanos(checkMillis)) {
            lookedThrough.put(partition, nanos);
            users.enterMissing(partition);
        }
    }
}
