package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Held;
import dev.roam.record.Answer.Reason;
import dev.roam.record.Answer.Refused;
import dev.roam.record.AttributeKey;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Timeouts;
import dev.roam.record.Update;
import dev.roam.record.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a working copy: what it knows of the record, what was changed here since, which operation to send next, and what an answer means. Those
 * for attributes are in {@link Slots}.
 *
 * <p>Not thread-safe and without I/O: {@link SessionCopy} calls it under its lock, the simulation step by step. At most one operation of a copy is
 * under way; so a node never overtakes itself, and answers arrive in the order in which the owner decided. An operation whose outcome did not
 * become known is sent again, under the same id, before any other: if it was applied, it counts once; if not, it now gives way to newer versions.
 */
final class CopyState {
    /** Where the session stands, as far as this node knows. */
    enum Stage {
        /** Made here, its create not sent or not answered yet. */
        NEW,
        /** Only its id is known. */
        UNCONFIRMED,
        /** It was there when the store was last asked. */
        LIVE,
        /** This node holds its claim. */
        ENDING,
        /** Ended, or never there. */
        GONE
    }

    /** How long a turn lasts without hearing from the node that has it, in milliseconds: as long as the turn of a node that died. */
    static final long LEASE_MILLIS = 2_000;

    private final String key;
    private final long touchCap;
    private String id;
    private Stage stage;
    private @Nullable Reason goneReason;
    private @Nullable CommitId incarnation;
    private @Nullable Version known;
    private long created;
    private int maxInactive;
    private @Nullable Identity identity;
    private long previousAccess;
    private HeaderChange pending = HeaderChange.NONE;
    /** The header change on its way: no more to be sent, not yet stored. */
    private HeaderChange sent = HeaderChange.NONE;

    private final Slots slots = new Slots();
    private @Nullable Sending unresolved;
    /** Whether {@link #unresolved} gives way to newer versions. */
    private boolean givesWay;

    /** Whether its create was sent: from then on other nodes may change it. */
    private boolean creating;

    /** Why the session ends: of a claim that this node holds, or as an owner said; null: not known. */
    private @Nullable Cause endCause;

    /** The timeout of a session made here until a second request uses it, in milliseconds; 0: none, or it has and the backups know. */
    private long trial;

    /** How long all values together may be, in bytes; 0: as long as they like. */
    private long sessionBytes;

    /** The latest refusal of changes that were too large, and how many there were. */
    private @Nullable LimitException refusal;

    private long refusals;

    /** Whether a request is in that was in at the latest refusal: its changes may have been among those that were discarded. */
    private boolean refusing;
    /** In whose turn this node uses the session; null: in nobody's. It may have been lost without this node knowing. */
    private @Nullable CommitId turn;

    /** Whether that turn is known to be lost. */
    private boolean turnLost;

    /** Turns that were lost together with what was changed in them, until their requests are over. */
    private Set<CommitId> failed = Set.of();

    /** Whether {@link #unresolved} was left by a turn that is over: others may have theirs before the rest of what was changed in it is stored. */
    private boolean orphaned;

    private int active;

    /** Whether a request has entered, and whether more than the one that made the session has. */
    private boolean used;

    private boolean usedAgain;

    private long entered;
    private long currentFor = -1;
    /** How many requests had entered when a commit last looked for changes with at most one of them still in; -1: more were in. */
    private long collectedFor = -1;

    private CopyState(String key, String id, Stage stage, long touchCap) {
        this.key = key;
        this.id = id;
        this.stage = stage;
        this.touchCap = touchCap;
    }

    static CopyState create(String key, String id, long now, int maxInactive, long touchCap) {
        CopyState state = new CopyState(key, id, Stage.NEW, touchCap);
        state.created = now;
        state.previousAccess = now;
        state.maxInactive = maxInactive;
        return state;
    }

    static CopyState found(String key, String id, long touchCap) {
        CopyState state = new CopyState(key, id, Stage.UNCONFIRMED, touchCap);
        state.usedAgain = true;
        return state;
    }

    /** Gives a session that is made here a timeout of its own until a second request uses it, in milliseconds; 0: none. */
    CopyState onTrial(long millis) {
        trial = millis;
        return this;
    }

    /** Limits how long all values together may be, in bytes; 0: not. */
    CopyState limitedTo(long bytes) {
        sessionBytes = bytes;
        return this;
    }

    // ---------------------------------------------------------------- requests

    void enter() {
        active++;
        usedAgain |= used;
        used = true;
        entered++;
    }

    /** Answers how many requests are still in. */
    int leave() {
        if (active > 0) {
            active--;
        }
        if (active == 0 && refusing) {
            refusing = false;
            if (unresolved == null && mayHaveChanged()) {
                discard(); // what was changed since by requests that failed with it
            }
        }
        if (active == 0 && unresolved != null) {
            // What changed in place after it was sent is looked for when its outcome is known.
            giveWay(unresolved);
        } else if (active == 0) {
            slots.letGo();
        }
        return active;
    }

    int active() {
        return active;
    }

    /** How many requests have entered so far. */
    long entered() {
        return entered;
    }

    /** How many requests have entered; outside any request every opening counts as one of its own. */
    long opening() {
        return isInTurn() ? currentFor : active == 0 ? ++entered : entered;
    }

    /** As {@link #opening}, of somebody who is in no request, whoever else is in. */
    long openingOutside() {
        return ++entered;
    }

    /** Whether an opening that began at that count need not ask the store. */
    boolean isCurrent(long opening) {
        return switch (stage) {
            case NEW -> !creating;
            case ENDING, GONE -> true;
            case UNCONFIRMED -> false;
            case LIVE -> currentFor >= opening && unresolved == null;
        };
    }

    boolean wouldAsk() {
        return !isCurrent(isInTurn() ? currentFor : active == 0 ? entered + 1 : entered);
    }

    /** Whether a request of this node has its turn: only in turn is the session changed, so the copy stays current for it, whoever else enters. */
    private boolean isInTurn() {
        return turn != null && !turnLost && known != null;
    }

    // ------------------------------------------------------------------- turns

    /** Whether it is that ticket's turn, as far as this node knows. */
    boolean hasTurn(CommitId ticket) {
        return ticket.equals(turn) && !turnLost;
    }

    /** Gives a session that was made here, and that nobody else can know yet, to the request that asks first. Answers whether it is that one's. */
    boolean takeUnsaved(CommitId ticket) {
        if (stage == Stage.NEW && !creating && turn == null) {
            turn = ticket;
        }
        return stage == Stage.NEW && hasTurn(ticket);
    }

    /** Whether another node may know the session: then its record tells whose turn it is. */
    boolean isKnownElsewhere() {
        return stage != Stage.NEW || unresolved != null;
    }

    /** Whether another request of this node still counts as having its turn. */
    boolean isTurnOfAnother(CommitId ticket) {
        return turn != null && !turnLost && !turn.equals(ticket);
    }

    /** The turn was found lost. Answers whether that is news. */
    boolean loseTurn(CommitId ticket) {
        boolean news = hasTurn(ticket);
        turnLost |= news;
        return news;
    }

    /** Whether the present turn is known to be lost. */
    boolean isKnownLost() {
        return turnLost;
    }

    /** Whether what was changed in that turn was discarded, as it was lost. */
    boolean isFailed(CommitId ticket) {
        return failed.contains(ticket);
    }

    /** Whether what was changed in the present turn was discarded. */
    boolean isFailed() {
        return turn != null && failed.contains(turn);
    }

    /**
     * Whether something that was changed in that turn will not be stored: it could not be, or the turn was lost. It is to be discarded.
     *
     * @param committed whether the last commit in that turn went well, and so looked at what was changed in place
     */
    boolean leavesUnstored(CommitId ticket, boolean committed) {
        boolean looked = committed && !turnLost;
        boolean unstored = looked ? !pending.isEmpty() || slots.hasUnstored() : mayHaveChanged();
        return ticket.equals(turn) && stage == Stage.LIVE && unresolved == null && unstored;
    }

    /** The request whose turn it was is over; what it was handed counts as changeable no more, also while others wait here for theirs. */
    void endTurn(CommitId ticket) {
        if (ticket.equals(turn)) {
            turn = null;
            turnLost = false;
            orphaned |= unresolved != null;
            slots.letGoOfAll();
        }
        if (failed.contains(ticket)) {
            Set<CommitId> others = new HashSet<>(failed);
            others.remove(ticket);
            failed = others;
        }
    }

    /**
     * What was changed in a turn and is not stored is forgotten: another one has had its turn since.
     *
     * @param fails whether there is a request that must not be answered as if it were stored
     */
    private void discardTurn(CommitId lost, boolean fails) {
        if (fails) {
            Set<CommitId> all = new HashSet<>(failed);
            all.add(lost);
            failed = all;
        }
        discard();
    }

    /**
     * The application's part of the only request is over and committed: what it was handed no longer counts as changeable. Unless another request was in
     * when that commit looked: what it changed since, nobody has looked at yet.
     */
    void quiet() {
        if (active <= 1 && collectedFor == entered) {
            slots.letGo();
        }
    }

    // ----------------------------------------------------------------- changes

    /** The attributes. */
    Slots slots() {
        return slots;
    }

    void change(HeaderChange change) {
        pending = pending.then(change);
    }

    // ------------------------------------------------------------------- sends

    /** Whether a commit has something to look at: otherwise it costs nothing. */
    boolean mayHaveChanged() {
        return switch (stage) {
            case NEW -> true;
            case UNCONFIRMED, LIVE ->
                !pending.isEmpty() || !sent.isEmpty() || unresolved != null || slots.mayHaveChanged();
            case ENDING, GONE -> false;
        };
    }

    /** Whether it may not be forgotten by this node: something in it is nowhere else. */
    boolean mustStay() {
        if (stage == Stage.GONE) {
            return false;
        }
        return unresolved != null || !pending.isEmpty() || !sent.isEmpty() || slots.mustStay();
    }

    /** The operation to send again before any other, giving way to newer versions if those it was sent for have left; null: none. */
    @Nullable
    Sending unresolved() {
        if (unresolved == null) {
            return null;
        }
        Operation operation = unresolved.operation();
        if (operation instanceof Operation.Commit commit) {
            operation = new Operation.Commit(
                    commit.incarnation(),
                    commit.id(),
                    commit.changes(),
                    commit.header(),
                    givesWay,
                    known,
                    commit.ticket(),
                    commit.maxBytes());
        } else if (operation instanceof Operation.Create create) {
            // A turn whose request is over must not begin now.
            CommitId ticket = create.ticket() != null && hasTurn(create.ticket()) ? create.ticket() : null;
            operation = new Operation.Create(
                    create.id(),
                    create.header(),
                    create.attributes(),
                    create.touchCap(),
                    create.trial(),
                    ticket,
                    create.lease());
        } else if (operation instanceof Operation.Rename rename) {
            operation = new Operation.Rename(
                    rename.incarnation(), rename.id(), rename.from(), rename.to(), known, rename.ticket());
        }
        // That a session is made shows nobody's use but the first one's: who has entered since has to open it.
        long begun = operation instanceof Operation.Create && trial > 0 ? unresolved.begun() : entered;
        return new Sending(operation, begun, unresolved.carried(), unresolved.header());
    }

    /**
     * @param requested the id that the request brought; compared by the owner while no more than that is known. Later ones go by key
     * @param sign whether the backups must learn of it; they must if it ends the session's trial
     */
    Sending fetch(@Nullable String requested, boolean sign) {
        String compared = requested != null ? requested : id;
        return new Sending(
                new Operation.Fetch(incarnation == null ? compared : null, incarnation, known, sign || trial > 0),
                entered,
                List.of(),
                HeaderChange.NONE);
    }

    /**
     * @param requested the id that the request brought, which the owner compares; null: the copy was open before, by key
     * @param ticket names the turn that is asked for
     * @param lease how long it lasts without hearing from this node, in milliseconds
     */
    Sending lock(@Nullable String requested, CommitId ticket, long lease) {
        String compared = requested == null && incarnation == null ? id : requested;
        return new Sending(
                new Operation.Lock(compared, incarnation, ticket, lease, known, false),
                entered,
                List.of(),
                HeaderChange.NONE);
    }

    /** What a commit must encode. A copy whose record is not known yet has to fetch first. */
    List<Candidate> collect() {
        collectedFor = active <= 1 ? entered : -1;
        return slots.collect(active > 0);
    }

    /** The create or commit that carries what was encoded; null: nothing changed. */
    @Nullable
    Sending commit(List<Candidate> encoded, CommitId commitId) {
        List<Candidate> carried = slots.toStore(encoded, active > 0);
        if (stage == Stage.NEW) {
            Map<AttributeKey, byte[]> values = new HashMap<>();
            for (Candidate candidate : carried) {
                if (candidate.bytes != null) {
                    values.put(candidate.key, candidate.bytes);
                }
            }
            creating = true;
            Header header = pending.applyTo(new Header(id, created, maxInactive, identity));
            return sending(
                    new Operation.Create(commitId, header, values, touchCap, usedAgain ? 0 : trial, turn, LEASE_MILLIS),
                    carried);
        }
        CommitId session = incarnation;
        if (session == null || (carried.isEmpty() && pending.isEmpty())) {
            return null;
        }
        Map<AttributeKey, Change> changes = new HashMap<>();
        for (Candidate candidate : carried) {
            changes.put(candidate.key, new Change(candidate.bytes, candidate.base));
        }
        return sending(
                new Operation.Commit(session, commitId, changes, pending, false, known, turn, sessionBytes), carried);
    }

    private Sending sending(Operation operation, List<Candidate> carried) {
        Sending sending = new Sending(operation, entered, carried, pending);
        sent = pending;
        pending = HeaderChange.NONE;
        return sending;
    }

    /** A rename of a stored session; a session that is not stored yet is renamed at once, and null is answered. */
    @Nullable
    Sending rename(String newId, CommitId commitId) {
        if (stage == Stage.NEW) {
            id = newId;
            return null;
        }
        CommitId session = incarnation;
        if (session == null || stage != Stage.LIVE) {
            return null;
        }
        return new Sending(
                new Operation.Rename(session, commitId, id, newId, known, turn), entered, List.of(), HeaderChange.NONE);
    }

    /** A claim of a stored session; one that is not stored ends at once, and null is answered. */
    @Nullable
    Sending claim(CommitId claimId, Cause cause, long millis) {
        if (stage == Stage.NEW) {
            stage = Stage.ENDING;
            endCause = cause;
            return null;
        }
        return new Sending(
                new Operation.Claim(incarnation, claimId, cause, millis, known), entered, List.of(), HeaderChange.NONE);
    }

    /**
     * What was changed here and is not stored was refused and is forgotten; whoever uses the session next has to open it anew. As long as somebody is in who
     * was in, nobody is told that something is stored: it may have been among that.
     *
     * @param inUse whether requests that are in may have changed some of it
     */
    void refuse(LimitException why, boolean inUse) {
        discard();
        refusal = why;
        refusals++;
        refusing = inUse && turn == null; // in a turn nobody else has changed anything
        creating = false;
    }

    /** How often changes were refused so far. */
    long refusals() {
        return refusals;
    }

    /**
     * What to tell somebody who wants changes stored that were made here; null: nothing.
     *
     * @param since how many {@link #refusals} there were before the changes were made, as far as is known
     */
    @Nullable
    LimitException refusal(long since) {
        boolean ends = stage == Stage.ENDING || stage == Stage.GONE;
        return !ends && (refusing || refusals > since) ? refusal : null;
    }

    /** What was changed here and is not stored is forgotten; whoever uses the session next has to open it anew. */
    void discard() {
        slots.discard();
        pending = HeaderChange.NONE;
        sent = HeaderChange.NONE;
        unresolved = null;
        givesWay = false;
        known = null;
        currentFor = -1;
    }

    // ----------------------------------------------------------------- answers

    /** The outcome of a sending did not become known. */
    void unanswered(Sending sending) {
        Operation operation = sending.operation();
        sent = HeaderChange.NONE;
        if (stage == Stage.GONE || changesNothing(operation)) {
            return;
        }
        unresolved = sending;
        if (active == 0) {
            giveWay(sending);
        }
    }

    private static boolean changesNothing(Operation operation) {
        return operation instanceof Operation.Claim
                || operation instanceof Operation.Fetch
                || operation instanceof Operation.Lock;
    }

    /**
     * The requests that failed with it are over; from now on it gives way to newer versions. While one of them is still in, its changes may be among
     * those that were sent, and its own commit may yet succeed: it must not be told that they are stored when they gave way.
     */
    private void giveWay(Sending sending) {
        givesWay = true;
        slots.giveWay(sending.carried());
    }

    /** What the store answered. Answers false if there is no session for who asked. */
    boolean answered(Sending sending, Answer answer) {
        boolean there = taken(sending, answer);
        if (orphaned && unresolved == null) {
            orphaned = false;
            discard();
        }
        return there;
    }

    private boolean taken(Sending sending, Answer answer) {
        sent = HeaderChange.NONE;
        if (stage == Stage.GONE) {
            return false;
        }
        boolean leftBehind = givesWay;
        if (!changesNothing(sending.operation())) {
            unresolved = null;
            givesWay = false;
        }
        if (answer instanceof Refused refused) {
            if (refused.reason() == Reason.TOO_LARGE) {
                refuse(TooLarge.session(key, sending.carried(), sessionBytes), active > 0 && !leftBehind);
                return true;
            }
            endCause = refused.cause();
            return refused(sending, refused.reason());
        }
        if (answer instanceof Answer.Waiting) {
            return true;
        }
        Held held = (Held) answer;
        if (incarnation != null && !incarnation.equals(held.incarnation())) {
            gone(Reason.REPLACED);
            return false;
        }
        incarnation = held.incarnation();
        if (sending.operation() instanceof Operation.Lock lock && !begin(lock.ticket())) {
            stage = Stage.LIVE;
            previousAccess = held.previousAccess();
            return true;
        }
        for (Candidate candidate : sending.carried()) {
            slots.stored(candidate, held.own());
        }
        if (!sending.header().isEmpty()) {
            Header mine = sending.header().applyTo(new Header(id, created, maxInactive, identity));
            maxInactive = mine.maxInactive();
            identity = mine.identity();
        }
        merge(held.update());
        Answer.Claimed claimed = held.claimed();
        if (claimed != null) {
            endCause = claimed.cause();
            stage = Stage.ENDING;
            unresolved = null;
            pending = HeaderChange.NONE;
        } else {
            stage = Stage.LIVE;
            currentFor = Math.max(currentFor, sending.begun());
        }
        if (sending.operation() instanceof Operation.Fetch || sending.operation() instanceof Operation.Lock) {
            previousAccess = held.previousAccess();
            proven();
        }
        return true;
    }

    /** The session's trial is over, and the backups know it. */
    void proven() {
        trial = 0;
    }

    /**
     * A turn begins. If another request of this node still counted as having its own, that one was lost: what it changed is forgotten, and the session has to
     * be fetched whole.
     *
     * @return false if that is so
     */
    private boolean begin(CommitId ticket) {
        CommitId before = turn;
        boolean lost = before != null && !before.equals(ticket);
        if (before != null && lost) {
            discardTurn(before, mayHaveChanged());
        }
        turn = ticket;
        turnLost = false;
        return !lost;
    }

    private boolean refused(Sending sending, Reason reason) {
        if (reason == Reason.TAKEN) {
            // Somebody else made a session of the same id (a cross-context dispatch on another node): go on in that
            // one.
            stage = Stage.UNCONFIRMED;
            pending = sending.header().then(pending);
            return true;
        }
        if (reason == Reason.NOT_DUE) {
            return true;
        }
        if (reason == Reason.LOCK_LOST) {
            CommitId ticket = ticket(sending.operation());
            if (ticket != null) {
                loseTurn(ticket);
                discardTurn(ticket, ticket.equals(turn));
            }
            return true;
        }
        if (reason == Reason.SUPERSEDED && sending.operation() instanceof Operation.Lock) {
            goneReason = reason;
            return false;
        }
        if (reason == Reason.RENAMED) {
            // Only the request that brought this id has no session; another may bring the right one.
            goneReason = reason;
            return false;
        }
        if (stage == Stage.UNCONFIRMED && sending.begun() < entered) {
            // A request that entered since asks for itself: the session may have been made meanwhile.
            goneReason = reason;
            return false;
        }
        gone(reason);
        return false;
    }

    /** In whose turn a change was made; null: in nobody's. */
    static @Nullable CommitId ticket(Operation operation) {
        if (operation instanceof Operation.Commit commit) {
            return commit.ticket();
        }
        return operation instanceof Operation.Rename rename ? rename.ticket() : null;
    }

    /** Takes over what the store says, but for what was changed here since and is still to be stored. */
    private void merge(Update update) {
        slots.merge(update);
        Header header = update.header();
        if (header != null) {
            id = header.id();
            created = header.created();
            maxInactive = header.maxInactive();
            identity = header.identity();
        }
        known = update.version();
    }

    /** The session is gone; what was changed here and not stored is discarded. Attributes stay readable for whoever holds the copy. */
    void gone(Reason reason) {
        stage = Stage.GONE;
        goneReason = reason;
        unresolved = null;
        pending = HeaderChange.NONE;
        slots.letGoOfAll();
    }

    /** As {@link #gone(Reason)}, with what the owner said of its end. */
    void gone(Refused refused) {
        endCause = refused.cause();
        gone(refused.reason());
    }

    // ----------------------------------------------------------------- reading

    String key() {
        return key;
    }

    String id() {
        return id;
    }

    Stage stage() {
        return stage;
    }

    @Nullable
    Reason goneReason() {
        return goneReason;
    }

    /** Why the session ends or has ended, as far as this node was told; null: it was not. */
    @Nullable
    Cause endCause() {
        return endCause;
    }

    /** Whether no request has entered but the one that made the session. */
    boolean isFirstUse() {
        return !usedAgain;
    }

    /** By how much the stored last use may be off, in milliseconds. */
    long touchInterval() {
        return Timeouts.touchInterval(Timeouts.millis(maxInactive(), trial), touchCap);
    }

    @Nullable
    CommitId incarnation() {
        return incarnation;
    }

    @Nullable
    Version known() {
        return known;
    }

    long created() {
        return created;
    }

    long previousAccess() {
        return previousAccess;
    }

    int maxInactive() {
        return view().maxInactive();
    }

    @Nullable
    Identity identity() {
        return view().identity();
    }

    /** Whose session it was when the store was last asked. */
    @Nullable
    Identity storedIdentity() {
        return identity;
    }

    /** The name of the user that the next commit sets; null: it sets none. */
    @Nullable
    String pendingUser() {
        Identity user = pending.identity();
        return pending.setsIdentity() && user != null ? user.name() : null;
    }

    /** The user is not set after all. */
    void dropPendingUser() {
        pending = new HeaderChange(pending.maxInactive(), false, null);
    }

    /** The header as this node means it: what it knows, what is on its way, what is still to be sent. */
    private Header view() {
        Header header = new Header(id, created, maxInactive, identity);
        if (unresolved != null) {
            header = unresolved.header().applyTo(header);
        }
        return pending.applyTo(sent.applyTo(header));
    }
}
