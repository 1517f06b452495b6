package dev.roam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one application on one node did since it started there, and how things stand now. A reload begins anew. Immutable; the counters are read one
 * after the other while requests go on, so that two of them may differ by what is under way.
 *
 * @param operations how the store's operations went, for every kind
 * @param openings openings that found their session and had to be confirmed by the store: alone, or together with another request by
 *     one fetch, which is why there may be fewer fetches
 * @param copies working copies in memory now that are known to exist or were made here
 * @param unchanged commits that encoded what had been handed out and found that it was as it was: no operation
 * @param notEncoded how often an attribute could not be encoded, and stayed on this node
 * @param disturbed how often an attribute was changed by another thread whenever it was to be encoded, and was left for the next commit
 * @param notDecoded how often an attribute could not be decoded, and read as absent
 * @param reaped sessions that timed out and were ended by this node
 * @param claimedAgain claims of this node on sessions that another claim had held until it lapsed: who held it had died or was silent, and the
 *     session's events may have fired before
 * @param unavailable how often the store failed a request that opened, stored, renamed or ended a session: a 503, unless its response was on its way
 *     already or the application coped
 * @param tooLarge how often what was changed was not stored, because a value or its session was larger than {@code maxAttributeBytes} or
 *     {@code maxSessionBytes} allows
 * @param refusedSessions how often no session was made, because there were as many as {@code maxClusterSessions} allows
 * @param loginsRefused logins refused by this node because their user had as many sessions as {@code maxSessionsPerUser} allows
 * @param endedForUserLimit sessions that this node ended because their user had more than {@code maxSessionsPerUser} allows
 * @param lockWaits requests that had to wait for their turn, as another request of their session had it ({@code locking=session})
 * @param lockTimeouts requests that waited for their turn as long as they may, and did not get it: a 503
 * @param locksLost turns that were lost because this node stood still, or could not reach the store, for longer than a turn lasts by itself; what was changed
 *     in them was discarded
 * @param reachable whether the store counts as reachable now: this node is in the cluster, is trusted, and sees enough members
 * @param members the addresses of the members that this node sees now, {@code host:port}
 */
public record Statistics(
        Map<OperationKind, OperationStatistics> operations,
        long openings,
        int copies,
        long unchanged,
        long notEncoded,
        long disturbed,
        long notDecoded,
        long reaped,
        long claimedAgain,
        long unavailable,
        long tooLarge,
        long refusedSessions,
        long loginsRefused,
        long endedForUserLimit,
        long lockWaits,
        long lockTimeouts,
        long locksLost,
        boolean reachable,
        List<String> members) {

    /** Copies, so that it stays as it is. */
    public Statistics {
        operations = Map.copyOf(operations);
        members = List.copyOf(members);
    }

    /** How the operations of one kind went. */
    public OperationStatistics operation(OperationKind kind) {
        return operations.getOrDefault(kind, new OperationStatistics(0, 0, 0, 0, 0, 0));
    }

    /** All of it under flat names, in the order of the documentation, for management: {@code createCount} is how many creates were sent. */
    public Map<String, Object> byName() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("version", Node.version());
        values.put("reachable", reachable);
        values.put("memberCount", members.size());
        values.put("members", String.join(", ", members));
        values.put("copies", copies);
        values.put("openings", openings);
        values.put("unavailable", unavailable);
        values.put("tooLarge", tooLarge);
        values.put("refusedSessions", refusedSessions);
        values.put("unchanged", unchanged);
        values.put("notEncoded", notEncoded);
        values.put("disturbed", disturbed);
        values.put("notDecoded", notDecoded);
        values.put("reaped", reaped);
        values.put("claimedAgain", claimedAgain);
        values.put("loginsRefused", loginsRefused);
        values.put("endedForUserLimit", endedForUserLimit);
        values.put("lockWaits", lockWaits);
        values.put("lockTimeouts", lockTimeouts);
        values.put("locksLost", locksLost);
        for (OperationKind kind : OperationKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            OperationStatistics operation = operation(kind);
            values.put(name + "Count", operation.count());
            values.put(name + "Failures", operation.failures());
            values.put(name + "MeanMicros", operation.meanMicros());
            values.put(name + "P50Micros", operation.p50Micros());
            values.put(name + "P99Micros", operation.p99Micros());
            values.put(name + "MaxMicros", operation.maxMicros());
        }
        return values;
    }
}
