package dev.roam.user;

import dev.roam.record.CommitId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user's sessions. An entry may be stale, since it is made before its session is stored; none is missing. Immutable.
 *
 * @param logins by session key
 * @param left enterings that were taken out or replaced, and when (owner's cluster time): one of them that arrives late counts no more
 * @param checked when the logins were last compared with the sessions' records (owner's cluster time)
 */
public record UserRecord(Map<String, Login> logins, Map<CommitId, Long> left, long checked) {
    /** How long what was taken out is remembered, in milliseconds: longer than an invocation can live. */
    public static final long MEMORY_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** What keeps the entry if no node is left to check it, in milliseconds; every check renews it. */
    public static final long BACKSTOP_MILLIS = TimeUnit.DAYS.toMillis(1);

    /** So many are remembered at most, the latest. */
    private static final int MAX_LEFT = 64;

    private static final Comparator<Map.Entry<String, Login>> OLDEST_FIRST = Comparator.comparing(
                    (Map.Entry<String, Login> entry) -> entry.getValue().at())
            .thenComparing(Map.Entry::getKey);

    /** Copies, so that it stays as it is. */
    public UserRecord {
        logins = Map.copyOf(logins);
        left = Map.copyOf(left);
    }

    static UserRecord orNew(@Nullable UserRecord record, long now) {
        return record != null ? record : new UserRecord(Map.of(), Map.of(), now);
    }

    /** Whether a reaper has something to do here: a login that is leaving, or nobody has looked since then. */
    public boolean isToBeChecked(long checkedBefore) {
        return checked < checkedBefore || logins.values().stream().anyMatch(Login::leaving);
    }

    /** How many logins count beside that of one session. */
    int counted(String key) {
        return (int) logins.entrySet().stream()
                .filter(entry -> !entry.getValue().leaving() && !entry.getKey().equals(key))
                .count();
    }

    /** The oldest of those that count are leaving from now on. */
    UserRecord withOldestLeaving(String key, int count) {
        List<String> oldest = logins.entrySet().stream()
                .filter(entry -> !entry.getValue().leaving() && !entry.getKey().equals(key))
                .sorted(OLDEST_FIRST)
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Login> next = new HashMap<>(logins);
        oldest.forEach(one -> next.computeIfPresent(one, (same, login) -> login.asLeaving()));
        return new UserRecord(next, left, checked);
    }

    UserRecord with(String key, Login login) {
        Map<String, Login> next = new HashMap<>(logins);
        Login before = next.put(key, login);
        UserRecord entered = new UserRecord(next, left, checked);
        return before == null || before.id().equals(login.id())
                ? entered
                : entered.remembering(before.id(), login.at());
    }

    /** Without that login, if it is the one that is there; and it is not entered again. */
    UserRecord without(String key, CommitId id, long now) {
        Map<String, Login> next = new HashMap<>(logins);
        next.computeIfPresent(key, (same, login) -> login.id().equals(id) ? null : login);
        return new UserRecord(next, left, checked).remembering(id, now);
    }

    UserRecord checkedAt(long now) {
        return new UserRecord(logins, withoutForgotten(now), now);
    }

    private UserRecord remembering(CommitId id, long now) {
        Map<CommitId, Long> next = withoutForgotten(now);
        next.put(id, now);
        if (next.size() > MAX_LEFT) {
            next.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(next::remove);
        }
        return new UserRecord(logins, next, checked);
    }

    private Map<CommitId, Long> withoutForgotten(long now) {
        Map<CommitId, Long> next = new LinkedHashMap<>(left);
        next.values().removeIf(at -> at + MEMORY_MILLIS < now);
        return next;
    }

    @Nullable
    UserRecord orNothing() {
        return logins.isEmpty() && left.isEmpty() ? null : this;
    }

    /**
     * What two parts of a divided cluster made of one record: the logins of both but for those that left in either. Of two under one key the later stays. To
     * be checked soon: a limit held in each part alone.
     */
    public UserRecord merged(UserRecord that) {
        Map<CommitId, Long> gone = new HashMap<>(left);
        that.left.forEach((id, at) -> gone.merge(id, at, Math::max));
        Map<String, Login> both = new HashMap<>(logins);
        that.logins.forEach((key, login) -> both.merge(key, login, UserRecord::later));
        both.values().removeIf(login -> gone.containsKey(login.id()));
        return new UserRecord(both, gone, Math.min(checked, that.checked));
    }

    private static Login later(Login one, Login other) {
        if (one.id().equals(other.id())) {
            return one.leaving() ? one : other;
        }
        int byTime = Long.compare(one.at(), other.at());
        int order =
                byTime != 0 ? byTime : one.id().toString().compareTo(other.id().toString());
        return order >= 0 ? one : other;
    }
}
