package dev.roam.record;

import dev.roam.Identity;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of one session; one map entry. Immutable: an {@link Outcome} builds the next one and shares what did not change, so partition
 * threads, query threads and backups read it without locks. Attribute values are opaque bytes: no member needs a class of any web application.
 *
 * <p>Two times are kept. {@code accessed} is the latest opening; the owner stamps it, the backups learn it with the next change. {@code touched} is
 * the latest sign of life that the backups know of. The session is due only when its timeout <em>and</em> one touch interval have passed since
 * either, so that the death of an owner, which forgets stamps up to one touch interval old, never ends a session early.
 */
public final class SessionRecord {
    /** How long a commit id is remembered: longer than a sent operation can be under way. */
    public static final long MEMORY_MILLIS = 300_000;

    /** How many removed attributes are remembered. */
    static final int MAX_REMOVED = 64;

    /** Of two sessions under one key, which one stays: the larger. */
    private static final Comparator<SessionRecord> SESSIONS = Comparator.comparing(
                    (SessionRecord record) -> !(record.state instanceof State.Ended))
            .thenComparingLong(record -> record.header.created())
            .thenComparingLong(record -> record.incarnation.writer().high())
            .thenComparingLong(record -> record.incarnation.writer().low())
            .thenComparingLong(record -> record.incarnation.number());

    /** Of two histories of one session, which one is the longer; of equally long ones always the same. */
    private static final Comparator<SessionRecord> HISTORIES = Comparator.comparingLong(
                    (SessionRecord record) -> record.version().counter())
            .thenComparingLong(record -> record.version().lineage())
            .thenComparingLong(record -> record.state.time());

    private final CommitId incarnation;
    private final Header header;
    /** The version that last changed the header. */
    private final long headerCounter;

    private final State state;
    private final Lineage lineage;
    private final Map<AttributeKey, AttributeValue> attributes;
    /** The counter of the newest removal that is no longer in {@link #attributes}. */
    private final long forgotten;

    private final Map<Writer, Done> commits;
    private final long accessed;
    private final long touched;
    /** The upper bound of the touch interval, in milliseconds. */
    private final long touchCap;

    SessionRecord(
            CommitId incarnation,
            Header header,
            long headerCounter,
            State state,
            Lineage lineage,
            Map<AttributeKey, AttributeValue> attributes,
            long forgotten,
            Map<Writer, Done> commits,
            long accessed,
            long touched,
            long touchCap) {
        this.incarnation = incarnation;
        this.header = header;
        this.headerCounter = headerCounter;
        this.state = state;
        this.lineage = lineage;
        this.attributes = attributes;
        this.forgotten = forgotten;
        this.commits = commits;
        this.accessed = accessed;
        this.touched = touched;
        this.touchCap = touchCap;
    }

    /** A new session, its create being the first version. */
    static SessionRecord create(Operation.Create by, Map<Writer, Done> remembered, long now) {
        Lineage lineage = Lineage.EMPTY.next(by.id(), 0);
        Version version = lineage.version();
        Map<AttributeKey, AttributeValue> attributes = new HashMap<>();
        by.attributes().forEach((key, bytes) -> attributes.put(key, new AttributeValue(version, bytes)));
        return new SessionRecord(
                by.id(),
                by.header(),
                version.counter(),
                new State.Live(),
                lineage,
                attributes,
                0,
                remember(remembered, by.id(), version, now),
                now,
                now,
                by.touchCap());
    }

    SessionRecord advance(Outcome.Advance change) {
        boolean newHeader = change.header() != null;
        Lineage next = lineage.next(change.by(), Version.effect(change.written().keySet(), newHeader));
        Version version = next.version();
        Map<AttributeKey, AttributeValue> written = attributes;
        long newlyForgotten = forgotten;
        if (!change.written().isEmpty()) {
            written = new HashMap<>(attributes);
            for (Map.Entry<AttributeKey, byte @Nullable []> entry :
                    change.written().entrySet()) {
                written.put(entry.getKey(), new AttributeValue(version, entry.getValue()));
            }
            newlyForgotten = Math.max(forgotten, forgetRemovals(written));
        }
        return new SessionRecord(
                incarnation,
                newHeader ? Objects.requireNonNull(change.header()) : header,
                newHeader ? version.counter() : headerCounter,
                change.state(),
                next,
                written,
                newlyForgotten,
                remember(commits, change.by(), version, change.at()),
                Math.max(accessed, change.accessed()),
                Math.max(touched, change.at()),
                touchCap);
    }

    /** Drops the oldest removals above {@link #MAX_REMOVED}; answers the newest counter dropped, 0 if none was. */
    private static long forgetRemovals(Map<AttributeKey, AttributeValue> attributes) {
        long[] removals = attributes.values().stream()
                .filter(AttributeValue::isRemoved)
                .mapToLong(value -> value.version().counter())
                .sorted()
                .toArray();
        if (removals.length <= MAX_REMOVED) {
            return 0;
        }
        long newest = removals[removals.length - MAX_REMOVED / 2 - 1];
        attributes
                .values()
                .removeIf(value -> value.isRemoved() && value.version().counter() <= newest);
        return newest;
    }

    private static Map<Writer, Done> remember(Map<Writer, Done> commits, CommitId by, Version version, long now) {
        Map<Writer, Done> next = new HashMap<>(commits);
        next.values().removeIf(done -> done.at() + MEMORY_MILLIS < now);
        if (!by.writer().equals(Writer.NONE)) {
            next.put(by.writer(), new Done(by.number(), version, now));
        }
        return next;
    }

    SessionRecord seen(long opening, long sign) {
        return new SessionRecord(
                incarnation,
                header,
                headerCounter,
                state,
                lineage,
                attributes,
                forgotten,
                commits,
                Math.max(accessed, opening),
                Math.max(touched, sign),
                touchCap);
    }

    /** The claim runs on. Raises no version: nothing that a node knows changes. */
    SessionRecord inState(State next) {
        return new SessionRecord(
                incarnation,
                header,
                headerCounter,
                next,
                lineage,
                attributes,
                forgotten,
                commits,
                accessed,
                touched,
                touchCap);
    }

    /** What is left when it has ended: no value, no user, only the memory of commit ids. */
    SessionRecord ended(CommitId by, long now) {
        return new SessionRecord(
                incarnation,
                new Header("", header.created(), header.maxInactive(), null),
                lineage.version().counter(),
                new State.Ended(by, now),
                lineage,
                Map.of(),
                lineage.version().counter(),
                remember(commits, by, lineage.version(), now),
                accessed,
                touched,
                touchCap);
    }

    /**
     * What two parts of a divided cluster made of one record. An ending wins over everything; each attribute keeps its higher version, of equal ones
     * that of the longer history. The merged record is a version of its own, which no node knows, so that all of them fetch it whole. Of two sessions
     * under one key the one created later stays, but what is left of one that ended gives way to one in use. It does not matter which of both merges
     * into which.
     *
     * @return this one if it is already what comes out
     */
    public SessionRecord merged(SessionRecord that) {
        if (lineage.equals(that.lineage) && state.equals(that.state)) {
            return seen(that.accessed, that.touched);
        }
        if (!incarnation.equals(that.incarnation)) {
            return SESSIONS.compare(that, this) > 0 ? that : this;
        }
        SessionRecord longer = HISTORIES.compare(that, this) > 0 ? that : this;
        SessionRecord shorter = longer == this ? that : this;
        SessionRecord ending = rank(shorter.state) > rank(longer.state) ? shorter : longer;
        if (ending.state instanceof State.Ended) {
            return ending;
        }
        Lineage next = longer.lineage.next(CommitId.NONE, shorter.version().lineage());
        Map<AttributeKey, AttributeValue> both = new HashMap<>(shorter.attributes);
        longer.attributes.forEach((key, value) -> both.merge(
                key,
                value,
                (one, other) -> one.version().counter() > other.version().counter() ? one : other));
        Map<Writer, Done> done = new HashMap<>(shorter.commits);
        longer.commits.forEach((writer, last) ->
                done.merge(writer, last, (one, other) -> one.number() > other.number() ? one : other));
        boolean otherHeader = shorter.headerCounter > longer.headerCounter;
        return new SessionRecord(
                incarnation,
                otherHeader ? shorter.header : longer.header,
                next.version().counter(),
                ending.state,
                next,
                both,
                next.version().counter(),
                done,
                Math.max(accessed, that.accessed),
                Math.max(touched, that.touched),
                touchCap);
    }

    private static int rank(State state) {
        return state instanceof State.Ended ? 2 : state instanceof State.Ending ? 1 : 0;
    }

    /** Whether it is in use and has been idle for longer than its timeout and a touch interval. */
    public boolean isDue(long now) {
        return state instanceof State.Live
                && header.maxInactive() > 0
                && now >= lastSign() + 1_000L * header.maxInactive() + touchInterval();
    }

    /** Whether a reaper has something to do here: a due session, a claim that ran out, or the rest of a session that ended a while ago. */
    public boolean isReapable(long now) {
        if (state instanceof State.Ending ending) {
            return now >= ending.until();
        }
        if (state instanceof State.Ended ended) {
            return now >= ended.at() + MEMORY_MILLIS;
        }
        return isDue(now);
    }

    /**
     * By how much, in milliseconds, the last use may be later than the latest sign of life that the backups know of: one half because the owner backs up
     * openings that often, one half because nodes report other uses that often.
     */
    public long touchInterval() {
        return header.maxInactive() > 0 ? Math.min(touchCap, 100L * header.maxInactive()) : touchCap;
    }

    /** For how long the store keeps it if nobody comes, in milliseconds; 0: for ever. Only the backstop for a cluster without nodes. */
    public long backstopMillis() {
        if (state instanceof State.Ended) {
            return 2 * MEMORY_MILLIS;
        }
        return header.maxInactive() > 0 ? 2_000L * header.maxInactive() + 3_600_000L : 0;
    }

    /** What a node that knows a version has to learn. */
    Update since(@Nullable Version known) {
        Version version = lineage.version();
        if (known == null || known.counter() < forgotten || !lineage.contains(known)) {
            Map<AttributeKey, AttributeValue> all = new HashMap<>(attributes);
            all.values().removeIf(AttributeValue::isRemoved);
            return new Update(version, true, header, all);
        }
        if (known.equals(version)) {
            return new Update(version, false, null, Map.of());
        }
        Map<AttributeKey, AttributeValue> newer = new HashMap<>();
        attributes.forEach((key, value) -> {
            if (value.version().counter() > known.counter()) {
                newer.put(key, value);
            }
        });
        return new Update(version, false, headerCounter > known.counter() ? header : null, newer);
    }

    /** Which session this is: the id of its create. */
    public CommitId incarnation() {
        return incarnation;
    }

    /** Id, creation, timeout, user. */
    public Header header() {
        return header;
    }

    /** Where it is in its life. */
    public State state() {
        return state;
    }

    /** The newest version. */
    public Version version() {
        return lineage.version();
    }

    /** The attributes, removed ones included. Not to be changed. */
    public Map<AttributeKey, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    /** The latest opening, in milliseconds since the epoch. */
    public long accessed() {
        return accessed;
    }

    /** The latest sign of life that the backups know of, in milliseconds since the epoch. */
    public long touched() {
        return touched;
    }

    /** The later of both. */
    long lastSign() {
        return Math.max(accessed, touched);
    }

    /** The user, for counting and listing without its attributes. */
    public @Nullable Identity identity() {
        return header.identity();
    }

    @Nullable
    Done done(Writer writer) {
        return commits.get(writer);
    }

    Map<Writer, Done> commits() {
        return commits;
    }

    Lineage lineage() {
        return lineage;
    }

    long headerCounter() {
        return headerCounter;
    }

    long forgotten() {
        return forgotten;
    }

    long touchCap() {
        return touchCap;
    }

    /** Replicas with the same contents; times that only the owner stamps are left out. */
    public boolean sameContents(SessionRecord that) {
        return incarnation.equals(that.incarnation)
                && header.equals(that.header)
                && state.equals(that.state)
                && lineage.equals(that.lineage)
                && attributes.equals(that.attributes)
                && commits.equals(that.commits);
    }

    @Override
    public String toString() {
        return "SessionRecord[" + state + " " + version() + " " + attributes.keySet() + " accessed=" + accessed
                + " touched=" + touched + "]";
    }
}
