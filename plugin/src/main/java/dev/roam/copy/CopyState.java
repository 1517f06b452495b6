package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Identity;
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
import dev.roam.record.Update;
import dev.roam.record.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private int active;
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
        return new CopyState(key, id, Stage.UNCONFIRMED, touchCap);
    }

    // ---------------------------------------------------------------- requests

    void enter() {
        active++;
        entered++;
    }

    /** Answers how many requests are still in. */
    int leave() {
        if (active > 0) {
            active--;
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
        return active == 0 ? ++entered : entered;
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
        return !isCurrent(active == 0 ? entered + 1 : entered);
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
                    commit.incarnation(), commit.id(), commit.changes(), commit.header(), givesWay, known);
        } else if (operation instanceof Operation.Rename rename) {
            operation = new Operation.Rename(rename.incarnation(), rename.id(), rename.from(), rename.to(), known);
        }
        return new Sending(operation, entered, unresolved.carried(), unresolved.header());
    }

    /**
     * @param requested the id that the request brought; compared by the owner while no more than that is known. Later ones go by key
     * @param sign whether the backups must learn of it
     */
    Sending fetch(@Nullable String requested, boolean sign) {
        String compared = requested != null ? requested : id;
        return new Sending(
                new Operation.Fetch(incarnation == null ? compared : null, incarnation, known, sign),
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
            return sending(new Operation.Create(commitId, header, values, touchCap), carried);
        }
        CommitId session = incarnation;
        if (session == null || (carried.isEmpty() && pending.isEmpty())) {
            return null;
        }
        Map<AttributeKey, Change> changes = new HashMap<>();
        for (Candidate candidate : carried) {
            changes.put(candidate.key, new Change(candidate.bytes, candidate.base));
        }
        return sending(new Operation.Commit(session, commitId, changes, pending, false, known), carried);
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
                new Operation.Rename(session, commitId, id, newId, known), entered, List.of(), HeaderChange.NONE);
    }

    /** A claim of a stored session; one that is not stored ends at once, and null is answered. */
    @Nullable
    Sending claim(CommitId claimId, Cause cause, long millis) {
        if (stage == Stage.NEW) {
            stage = Stage.ENDING;
            return null;
        }
        return new Sending(
                new Operation.Claim(incarnation, claimId, cause, millis, known), entered, List.of(), HeaderChange.NONE);
    }

    // ----------------------------------------------------------------- answers

    /** The outcome of a sending did not become known. */
    void unanswered(Sending sending) {
        Operation operation = sending.operation();
        sent = HeaderChange.NONE;
        if (stage == Stage.GONE || operation instanceof Operation.Claim || operation instanceof Operation.Fetch) {
            return;
        }
        unresolved = sending;
        if (active == 0) {
            giveWay(sending);
        }
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
        sent = HeaderChange.NONE;
        if (stage == Stage.GONE) {
            return false;
        }
        if (!(sending.operation() instanceof Operation.Fetch) && !(sending.operation() instanceof Operation.Claim)) {
            unresolved = null;
            givesWay = false;
        }
        if (answer instanceof Refused refused) {
            return refused(sending, refused.reason());
        }
        Held held = (Held) answer;
        if (incarnation != null && !incarnation.equals(held.incarnation())) {
            gone(Reason.REPLACED);
            return false;
        }
        incarnation = held.incarnation();
        for (Candidate candidate : sending.carried()) {
            slots.stored(candidate, held.own());
        }
        if (!sending.header().isEmpty()) {
            Header mine = sending.header().applyTo(new Header(id, created, maxInactive, identity));
            maxInactive = mine.maxInactive();
            identity = mine.identity();
        }
        merge(held.update());
        if (sending.operation() instanceof Operation.Claim) {
            stage = Stage.ENDING;
            unresolved = null;
            pending = HeaderChange.NONE;
        } else {
            stage = Stage.LIVE;
            currentFor = Math.max(currentFor, sending.begun());
        }
        if (sending.operation() instanceof Operation.Fetch) {
            previousAccess = held.previousAccess();
        }
        return true;
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

    /** The header as this node means it: what it knows, what is on its way, what is still to be sent. */
    private Header view() {
        Header header = new Header(id, created, maxInactive, identity);
        if (unresolved != null) {
            header = unresolved.header().applyTo(header);
        }
        return pending.applyTo(sent.applyTo(header));
    }
}
