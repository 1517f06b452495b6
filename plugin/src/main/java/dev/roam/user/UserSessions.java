package dev.roam.user;

import dev.roam.LimitException;
import dev.roam.Limits;
import dev.roam.StoreException;
import dev.roam.UserLimitPolicy;
import dev.roam.record.CommitId;
import dev.roam.statistics.Counters;
import dev.roam.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The map from users to their sessions, as a node of one application works with it: enters and takes out sessions, holds the limit of sessions per user, and
 * makes good what is stale or missing. An entering comes before the session's commit and a leaving after it, so that a login may be there without its
 * session, and no session without its login. Thread-safe; every call may wait for the store.
 */
public final class UserSessions {
    /** So often logins are compared and pruned for one entering; then they are taken as they are. */
    private static final int MAX_ROUNDS = 3;

    private final Store store;
    private final Limits limits;
    private final Supplier<CommitId> ids;
    private final Counters counters;
    private final Consumer<String> ender;
    private final UserTimes times;
    private final long timeoutNanos;

    /**
     * @param ids draws the id of the next changing operation of this node
     * @param ender ends the session under a key, with its events, because its user has too many
     * @param timeoutNanos for an operation that no request waits for
     */
    public UserSessions(
            Store store,
            Limits limits,
            Supplier<CommitId> ids,
            Counters counters,
            Consumer<String> ender,
            UserTimes times,
            long timeoutNanos) {
        this.store = store;
        this.limits = limits;
        this.ids = ids;
        this.counters = counters;
        this.ender = ender;
        this.times = times;
        this.timeoutNanos = timeoutNanos;
    }

    /** Whether users may have only so many sessions. */
    public boolean isLimited() {
        return limits.userSessions() != null;
    }

    /** Whether an entering was made so lately that its session may still be stored without another one. */
    public boolean isFresh(Entered entered, long nowNanos) {
        return nowNanos - entered.nanos() < times.youngMillis() * 1_000_000 / 2;
    }

    /**
     * Enters a session that is stored with its user, or may be by now, so that it cannot be refused: where its user has too many all the same, the oldest or it
     * itself are leaving then, see {@link #endLeaving}.
     */
    public Entered enter(String user, String key, long timeoutNanos) {
        Integer limit = limits.userSessions();
        CommitId id = ids.get();
        boolean endsOldest = limits.userLimitPolicy() == UserLimitPolicy.END_OLDEST;
        UserOperation again = new UserOperation.Enter(key, id, limit == null ? 0 : limit, endsOldest, true);
        return entered(user, id, execute(user, again, timeoutNanos));
    }

    /**
     * Enters a session if its user may have it. Where the oldest have to go for it, they are leaving then.
     *
     * @throws LimitException if the user has as many as allowed, and the policy is to refuse
     */
    public Entered enterWithin(String user, String key, long timeoutNanos) {
        Integer limit = limits.userSessions();
        if (limit == null) {
            return enter(user, key, timeoutNanos);
        }
        long end = System.nanoTime() + timeoutNanos;
        CommitId id = ids.get();
        UserOperation refusing = new UserOperation.Enter(key, id, limit, false, false);
        UserAnswer answer = execute(user, refusing, timeoutNanos);
        for (int round = 1; !answer.accepted() && round <= MAX_ROUNDS; round++) {
            Map<String, CommitId> dead =
                    dead(user, answer.logins(), store.usersOf(answer.logins().keySet()));
            if (dead.isEmpty()) {
                break;
            }
            execute(user, new UserOperation.Prune(dead), end - System.nanoTime());
            answer = execute(user, refusing, end - System.nanoTime());
        }
        if (!answer.accepted() && limits.userLimitPolicy() == UserLimitPolicy.END_OLDEST) {
            answer = execute(user, new UserOperation.Enter(key, id, limit, true, false), end - System.nanoTime());
        }
        if (!answer.accepted()) {
            counters.loginRefused();
            throw new LimitException(
                    "maxSessionsPerUser",
                    "user " + user + " has " + limit + (limit == 1 ? " session" : " sessions")
                            + " already, as many as maxSessionsPerUser allows: this login is refused. The user can log out of another one;"
                            + " userLimitPolicy=\"end-oldest\" would end the oldest instead");
        }
        return entered(user, id, answer);
    }

    private static Entered entered(String user, CommitId id, UserAnswer answer) {
        boolean crowded = answer.logins().values().stream().anyMatch(Login::leaving);
        return new Entered(user, id, System.nanoTime(), crowded);
    }

    /** Logins that are not borne out by a session of that user, and are too old for one that is about to be stored. */
    private Map<String, CommitId> dead(String user, Map<String, Login> logins, Map<String, String> users) {
        long young = store.now() - times.youngMillis();
        Map<String, CommitId> dead = new HashMap<>();
        logins.forEach((key, login) -> {
            if (!user.equals(users.get(key)) && login.at() < young) {
                dead.put(key, login.id());
            }
        });
        return dead;
    }

    /** Which entering of a session is in its user's record; null: none. */
    public @Nullable CommitId idOf(String user, String key, long timeoutNanos) {
        Login login =
                execute(user, new UserOperation.Find(), timeoutNanos).logins().get(key);
        return login == null ? null : login.id();
    }

    /** The keys of the sessions that are entered for a user. */
    public Set<String> keysOf(String user, long timeoutNanos) {
        return execute(user, new UserOperation.Find(), timeoutNanos).logins().keySet();
    }

    /** Takes an entering out; a later one of the same session stays. */
    public void leave(String user, String key, CommitId id, long timeoutNanos) {
        execute(user, new UserOperation.Leave(key, id), timeoutNanos);
    }

    /**
     * Takes out whatever is entered of a session that a claim of this node holds: nobody can store it any more, and no other session is under its key yet.
     *
     * @param id the entering that this node knows of; null: it has to be looked up
     */
    public void leaveWholly(String user, String key, @Nullable CommitId id, long timeoutNanos) {
        long end = System.nanoTime() + timeoutNanos;
        CommitId next = id != null ? id : idOf(user, key, timeoutNanos);
        for (int round = 0; next != null && round < MAX_ROUNDS; round++) {
            UserAnswer answer = execute(user, new UserOperation.Leave(key, next), end - System.nanoTime());
            Login other = answer.logins().get(key);
            next = other == null ? null : other.id();
        }
    }

    /** Ends the sessions of a user whose logins are leaving and which are stored, each with its events. */
    public void endLeaving(String user) {
        Map<String, Login> logins = new HashMap<>(
                execute(user, new UserOperation.Find(), timeoutNanos).logins());
        logins.values().removeIf(login -> !login.leaving());
        end(user, logins, store.usersOf(logins.keySet()));
    }

    private void end(String user, Map<String, Login> logins, Map<String, String> users) {
        logins.forEach((key, login) -> {
            if (login.leaving() && user.equals(users.get(key))) {
                ender.accept(key);
            }
        });
    }

    /** Compares the logins of a user with the sessions' records: ends the sessions of those that are leaving, and takes out the dead. */
    public void check(String user) {
        Map<String, Login> logins =
                execute(user, new UserOperation.Find(), timeoutNanos).logins();
        Map<String, String> users = store.usersOf(logins.keySet());
        end(user, logins, users);
        execute(user, new UserOperation.Prune(dead(user, logins, users)), timeoutNanos);
    }

    /** Enters the sessions of a partition that are missing in their user's record; they are found in bulk. Answers how many. */
    public int enterMissing(int partition) {
        Map<String, String> sessions = store.usersIn(partition);
        Map<String, UserRecord> records = store.userRecords(new HashSet<>(sessions.values()));
        int missing = 0;
        for (Map.Entry<String, String> session : sessions.entrySet()) {
            UserRecord record = records.get(session.getValue());
            if (record == null || !record.logins().containsKey(session.getKey())) {
                enter(session.getValue(), session.getKey(), timeoutNanos);
                missing++;
            }
        }
        return missing;
    }

    private UserAnswer execute(String user, UserOperation operation, long timeoutNanos) {
        if (timeoutNanos <= 0) {
            throw new StoreException("the sessions of user " + user
                    + " could not be compared within storeTimeout; the store counts as unreachable");
        }
        return store.executeUser(user, operation, timeoutNanos);
    }
}
