package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.user.Login;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what really happened in a schedule, and says when that is not what is promised about users. */
final class UserSimOracle {
    /** So long after it was sent an entering may still be counted. */
    private static final long COUNTS_MILLIS =
            UserSimNode.YOUNG_MILLIS + UserSimNode.DEADLINE_MILLIS + Simulation.MAX_LATE_MILLIS + 100;

    private final SimLoop loop;
    private final Map<String, UserSimSession> sessions;
    private final int limit;
    private final boolean refuses;

    /** Sessions of which the login was acknowledged, and that have neither logged out nor ended since. */
    private final Set<String> acknowledged = new LinkedHashSet<>();

    /** Sessions that have logged out or ended; one that then logs in again may be missing until that is acknowledged. */
    private final Set<String> everLeft = new HashSet<>();

    private final Set<String> marked = new LinkedHashSet<>();
    private final Map<String, Long> enteredAt = new HashMap<>();
    private final Map<String, Long> usersUntil = new HashMap<>();

    UserSimOracle(SimLoop loop, Map<String, UserSimSession> sessions, int limit, boolean refuses) {
        this.loop = loop;
        this.sessions = sessions;
        this.limit = limit;
        this.refuses = refuses;
    }

    void sent(UserOperation operation) {
        if (operation instanceof UserOperation.Enter enter) {
            enteredAt.put(enter.key(), loop.now());
        }
    }

    /** A session is this user's no more: it logged out, or is being ended. */
    void left(UserSimSession session) {
        acknowledged.remove(session.key);
        everLeft.add(session.key);
        usersUntil.put(session.key, loop.now());
    }

    /** Where an owner makes logins leave, they are the oldest, no more than necessary, and there was need. */
    void decided(UserOperation operation, @Nullable UserRecord before, @Nullable UserRecord after) {
        if (before == null || after == null || !(operation instanceof UserOperation.Enter enter)) {
            return;
        }
        Login entered = after.logins().get(enter.key());
        if (before.left().containsKey(enter.id())
                && entered != null
                && entered.id().equals(enter.id())) {
            throw new SimViolation("left, " + enter + " arrives late and is entered again: " + after);
        }
        long newest = Long.MIN_VALUE;
        long oldestThatStays = Long.MAX_VALUE;
        int counted = 0;
        for (Map.Entry<String, Login> entry : after.logins().entrySet()) {
            Login login = entry.getValue();
            Login was = before.logins().get(entry.getKey());
            if (login.leaving() && entry.getKey().equals(enter.key())) {
                marked.add(enter.key());
            } else if (login.leaving() && was != null && !was.leaving()) {
                marked.add(entry.getKey());
                newest = Math.max(newest, login.at());
            } else if (!login.leaving()) {
                counted++;
                if (!entry.getKey().equals(enter.key())) {
                    oldestThatStays = Math.min(oldestThatStays, login.at());
                }
            }
        }
        if (newest == Long.MIN_VALUE) {
            return;
        }
        if (newest > oldestThatStays) {
            throw new SimViolation("limit, not the oldest is leaving: " + before + " became " + after);
        }
        if (counted < limit || others(enter.key(), loop.now()) < limit) {
            throw new SimViolation("limit, more are leaving than need to: " + before + " became " + after);
        }
    }

    /** How many other sessions may have counted at some time since then. */
    private int others(String key, long since) {
        int count = 0;
        for (UserSimSession session : sessions.values()) {
            long until = usersUntil.getOrDefault(session.key, Long.MIN_VALUE);
            Long entered = enteredAt.get(session.key);
            boolean lately = entered != null && loop.now() - entered <= COUNTS_MILLIS * SimLoop.MILLI;
            if (!session.key.equals(key) && (session.isUsers() || until >= since || lately)) {
                count++;
            }
        }
        return count;
    }

    /** A login was refused that had begun then. */
    void refused(UserSimSession session, long since) {
        if (others(session.key, since) < limit) {
            throw new SimViolation("limit, refused with fewer than " + limit + " others: " + sessions.values());
        }
    }

    /** A login, which made that version, is acknowledged. */
    void acknowledged(UserSimSession session, int version) {
        if (!session.isUsers() || session.version != version) {
            return; // it logged out or ended meanwhile, on another node, or another login's acknowledgement is to come
        }
        acknowledged.add(session.key);
        if (refuses && limit > 0 && acknowledged.size() > limit) {
            throw new SimViolation("limit, acknowledged are " + acknowledged + ", allowed " + limit);
        }
    }

    /** No session whose login was acknowledged is missing in its user's record, and none that is stored and has been nobody's since its first login. */
    void compare(UserSimRecord record) {
        UserRecord there = record.record();
        if (!record.hasOwner()) {
            return;
        }
        for (UserSimSession session : sessions.values()) {
            boolean in = there != null && there.logins().containsKey(session.key);
            if (session.isUsers() && !everLeft.contains(session.key) && !in) {
                throw new SimViolation("missing: " + session + " is stored and not in " + there);
            }
        }
        for (String key : acknowledged) {
            if (there == null || !there.logins().containsKey(key)) {
                throw new SimViolation("missing: " + key + " is not in " + there);
            }
        }
    }

    /** A session's events are fired. */
    void fired(UserSimSession session, Cause cause) {
        if (cause == Cause.USER_LIMIT && !marked.contains(session.key)) {
            throw new SimViolation("limit, " + session + " was ended and nobody said that it should be");
        }
        if (cause != session.cause) {
            throw new SimViolation("events of " + session + " say " + cause);
        }
        session.eventsFired = true;
    }

    /** All is quiet: the record says what the sessions say, within the limit, and every end was told. */
    void finish(@Nullable UserRecord record) {
        Set<String> users = new LinkedHashSet<>();
        for (UserSimSession session : sessions.values()) {
            if (session.isUsers()) {
                users.add(session.key);
            }
            if (session.cause != null && (!session.dropped || !session.eventsFired)) {
                throw new SimViolation("the end of " + session + " was told to nobody");
            }
        }
        Map<String, Login> logins = record == null ? Map.of() : record.logins();
        if (!logins.keySet().equals(users)) {
            throw new SimViolation("in the end the record has " + logins + " and the user has " + users);
        }
        if (logins.values().stream().anyMatch(Login::leaving)) {
            throw new SimViolation("limit, somebody is still leaving: " + logins);
        }
        if (limit > 0 && users.size() > limit) {
            throw new SimViolation("limit, in the end the user has " + users + ", allowed " + limit);
        }
    }
}
