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
    /** The timeout until a second request uses the session, in milliseconds; 0: it has, or no such timeout is wanted. */
    private final long trial;
    /** Whose turn it is, where requests run one at a time. */
    private final Turns turns;

    private SessionRecord(Draft draft) {
        this.incarnation = draft.incarnation;
        this.header = draft.header;
        this.headerCounter = draft.headerCounter;
        this.state = draft.state;
        this.lineage = draft.lineage;
        this.attributes = draft.attributes;
        this.forgotten = draft.forgotten;
        this.commits = draft.commits;
        this.accessed = draft.accessed;
        this.touched = draft.touched;
        this.touchCap = draft.touchCap;
        this.trial = draft.trial;
        this.turns = draft.turns;
    }

    /** A record in the making: all fields of one to begin with, some of them set anew. For one thread. */
    static final class Draft {
        private final CommitId incarnation;
        private Header header;
        private State state = new State.Live();
        private Lineage lineage;
        private long headerCounter;
        private Map<AttributeKey, AttributeValue> attributes = Map.of();
        private long forgotten;
        private Map<Writer, Done> commits = Map.of();
        private long accessed;
        private long touched;
        private long touchCap;
        private long trial;
        private Turns turns = Turns.NONE;

        Draft(CommitId incarnation, Header header, Lineage lineage) {
            this.incarnation = incarnation;
            this.header = header;
            this.lineage = lineage;
        }

        private Draft(SessionRecord record) {
            this(record.incarnation, record.header, record.lineage);
            headerCounter = record.headerCounter;
            state = record.state;
            attributes = record.attributes;
            forgotten = record.forgotten;
            commits = record.commits;
            accessed = record.accessed;
            touched = record.touched;
            touchCap = record.touchCap;
            trial = record.trial;
            turns = record.turns;
        }

        Draft header(Header next, long counter) {
            header = next;
            headerCounter = counter;
            return this;
        }

        Draft state(State next) {
            state = next;
            return this;
        }

        Draft lineage(Lineage next) {
            lineage = next;
            return this;
        }

        Draft attributes(Map<AttributeKey, AttributeValue> next, long newestForgotten) {
            attributes = next;
            forgotten = newestForgotten;
            return this;
        }

        Draft commits(Map<Writer, Done> next) {
            commits = next;
            return this;
        }

        Draft times(long opening, long sign) {
            accessed = opening;
            touched = sign;
            return this;
        }

        Draft touchCap(long millis) {
            touchCap = millis;
            return this;
        }

        Draft trial(long millis) {
            trial = millis;
            return this;
        }

        Draft turns(Turns next) {
            turns = next;
            return this;
        }

        SessionRecord record() {
            return new SessionRecord(this);
        }
    }

    /** A new session, its create being the first version. */
    static SessionRecord create(Operation.Create by, Map<Writer, Done> remembered, long now) {
        Lineage lineage = Lineage.EMPTY.next(by.id(), 0);
        Version version = lineage.version();
        Map<AttributeKey, AttributeValue> attributes = new HashMap<>();
        by.attributes().forEach((key, bytes) -> attributes.put(key, new AttributeValue(version, bytes)));
        return new Draft(by.id(), by.header(), lineage)
                .header(by.header(), version.counter())
                .attributes(attributes, 0)
                .commits(remember(remembered, by.id(), version, now))
                .times(now, now)
                .touchCap(by.touchCap())
                .trial(by.trial())
                .turns(by.ticket() == null ? Turns.NONE : Turns.of(by.ticket(), now + by.lease()))
                .record();
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
        Draft draft = new Draft(this)
                .state(change.state())
                .lineage(next)
                .attributes(written, newlyForgotten)
                .commits(remember(commits, change.by(), version, change.at()))
                .times(Math.max(accessed, change.accessed()), Math.max(touched, change.at()));
        return (newHeader ? draft.header(Objects.requireNonNull(change.header()), version.counter()) : draft).record();
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

    SessionRecord seen(long opening, long sign, boolean proven) {
        return new Draft(this)
                .times(Math.max(accessed, opening), Math.max(touched, sign))
                .trial(proven ? 0 : trial)
                .record();
    }

    /** Remembers that a commit was refused. Raises no version: nothing that a node knows changes. */
    SessionRecord refusing(CommitId id, long now) {
        return new Draft(this).commits(remember(commits, id, Version.NONE, now)).record();
    }

    /** Whether its values would be longer than now and longer than allowed, in bytes, with these written (null: removed). */
    boolean growsBeyond(long maxBytes, Map<AttributeKey, byte @Nullable []> written) {
        long before = 0;
        long growth = 0;
        for (Map.Entry<AttributeKey, AttributeValue> entry : attributes.entrySet()) {
            before += length(entry.getValue().bytes());
        }
        for (Map.Entry<AttributeKey, byte @Nullable []> entry : written.entrySet()) {
            AttributeValue replaced = attributes.get(entry.getKey());
            growth += length(entry.getValue()) - (replaced == null ? 0 : length(replaced.bytes()));
        }
        return growth > 0 && before + growth > maxBytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** The claim runs on. Raises no version: nothing that a node knows changes. */
    SessionRecord inState(State next) {
        return new Draft(this).state(next).record();
    }

    /** It is somebody else's turn. Raises no version either. */
    SessionRecord inTurn(Turns next) {
        return new Draft(this).turns(next).record();
    }

    /** What is left when it has ended: no value, no user, only the memory of commit ids. */
    SessionRecord ended(CommitId by, long now) {
        long counter = lineage.version().counter();
        return new Draft(this)
                .header(new Header("", header.created(), header.maxInactive(), null), counter)
                .state(new State.Ended(by, now))
                .attributes(Map.of(), counter)
                .commits(remember(commits, by, lineage.version(), now))
                .turns(Turns.NONE)
                .record();
    }

    /**
     * What two parts of a divided cluster made of one record. An ending wins over everything; each attribute keeps its higher version, of equal ones
     * that of the longer history. The merged record is a version of its own, which no node knows, so that all of them fetch it whole; it is nobody's turn, as both parts may have given one. Of two sessions
     * under one key the one created later stays, but what is left of one that ended gives way to one in use. It does not matter which of both merges
     * into which.
     *
     * @return this one if it is already what comes out
     */
    public SessionRecord merged(SessionRecord that) {
        if (lineage.equals(that.lineage) && state.equals(that.state)) {
            SessionRecord seen = seen(that.accessed, that.touched, that.trial == 0);
            return turns.equals(that.turns) ? seen : seen.inTurn(Turns.NONE);
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
        long counter = next.version().counter();
        return new Draft(longer)
                .header(otherHeader ? shorter.header : longer.header, counter)
                .state(ending.state)
                .lineage(next)
                .attributes(both, counter)
                .commits(done)
                .times(Math.max(accessed, that.accessed), Math.max(touched, that.touched))
                .trial(Math.min(trial, that.trial))
                .turns(Turns.NONE)
                .record();
    }

    private static int rank(State state) {
        return state instanceof State.Ended ? 2 : state instanceof State.Ending ? 1 : 0;
    }

    /** Whether it is in use and has been idle for longer than its timeout and a touch interval. */
    public boolean isDue(long now) {
        long timeout = timeoutMillis();
        return state instanceof State.Live && timeout > 0 && now >= lastSign() + timeout + touchInterval();
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
        return Timeouts.touchInterval(timeoutMillis(), touchCap);
    }

    /** What holds now: its own timeout, or the trial's. */
    private long timeoutMillis() {
        return Timeouts.millis(header.maxInactive(), trial);
    }

    /** For how long the store keeps it if nobody comes, in milliseconds; 0: for ever. Only the backstop for a cluster without nodes. */
    public long backstopMillis() {
        if (state instanceof State.Ended) {
            return 2 * MEMORY_MILLIS;
        }
        long timeout = timeoutMillis();
        return timeout > 0 ? 2 * timeout + 3_600_000L : 0;
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

    /** The name of the user whose session it is, if it is in use; null: nobody's. */
    public @Nullable String user() {
        Identity identity = header.identity();
        return state instanceof State.Live && identity != null ? identity.name() : null;
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

    long trial() {
        return trial;
    }

    /** Whose turn it is, where requests run one at a time. */
    public Turns turns() {
        return turns;
    }

    /** Replicas with the same contents; times that only the owner stamps are left out, and so are turns, whose queue it has alone, and whether the trial is over. */
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
