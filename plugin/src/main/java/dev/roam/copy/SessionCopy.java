package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.Limits;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.SessionView;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer.Reason;
import dev.roam.record.AttributeKey;
import dev.roam.record.CommitId;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Version;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The working copy as requests use it: {@link CopyState} behind the lock of a {@link Lane}, with encoding and the store around it. Every wait ends with
 * {@code storeTimeout}.
 *
 * @param <S> the container's session class
 */
public final class SessionCopy<S> implements WorkingCopy<S> {
    private static final Logger LOG = System.getLogger(SessionCopy.class.getName());

    /** How long a claim lasts unless it is renewed, which is done every third of it. */
    private static final long CLAIM_MILLIS = 15_000;

    private final CopyHost<S> host;

    /** Guarded by the {@link #lane}'s lock, as are the plain fields below. */
    private final CopyState state;

    private final Lane lane;
    private final CopyAttributes<S> attributes;
    private final UseReports uses;

    /** Null: requests of one session run at the same time. */
    private final @Nullable TurnTaking turns;

    /** Rounds of collecting begun, and the latest that was stored. */
    private long begun;

    private long stored;

    /** Requests that are leaving at this moment. */
    private int leaving;

    /** Whether the end was reported to the container. */
    private boolean reported;

    /** Why another node says that it ended the session. */
    private @Nullable Cause toldCause;

    private @Nullable S session;

    SessionCopy(CopyHost<S> host, CopyState state) {
        this.host = host;
        this.state = state.limitedTo(limit(host.limits().sessionBytes()));
        this.lane = new Lane(host, state);
        this.attributes = new CopyAttributes<>(this, host, lane, state);
        this.uses = new UseReports(host, lane, state);
        Long lockTimeout = host.lockTimeoutNanos();
        this.turns = lockTimeout == null ? null : new TurnTaking(host, lockTimeout, lane, state, uses);
    }

    /**
     * A session made on this node.
     *
     * @param trialMillis its timeout until a second request uses it, in milliseconds; 0: its own from the beginning
     */
    public static <S> SessionCopy<S> create(
            CopyHost<S> host, String key, String id, long now, int maxInactive, long trialMillis) {
        CopyState state = CopyState.create(key, id, now, maxInactive, host.touchCapMillis())
                .onTrial(trialMillis);
        return new SessionCopy<>(host, state).bound();
    }

    /** A session of which only the id is known. */
    public static <S> SessionCopy<S> found(CopyHost<S> host, String key, String id) {
        return new SessionCopy<>(host, CopyState.found(key, id, host.touchCapMillis())).bound();
    }

    private static long limit(@Nullable Integer bytes) {
        return bytes == null ? 0 : bytes;
    }

    private SessionCopy<S> bound() {
        session = host.container().newSession(this);
        return this;
    }

    @Override
    public S session() {
        return Objects.requireNonNull(session);
    }

    /** The record's key. */
    public String key() {
        return state.key();
    }

    @Override
    public String id() {
        return lane.locked(() -> state.id());
    }

    // ---------------------------------------------------------------- requests

    @Override
    public void enter() {
        uses.entered();
        lane.run(state::enter);
        host.seen(this);
    }

    @Override
    public void complete() {
        commit();
        lane.run(state::quiet);
    }

    @Override
    public void leave() {
        uses.left();
        boolean last = lane.locked(() -> {
            leaving++;
            // What has just failed is not tried again here: the response is out, and the next request or the keeper
            // tries.
            return state.active() == leaving
                    && state.unresolved() == null
                    && state.mayHaveChanged()
                    && state.refusal(state.refusals()) == null;
        });
        try {
            if (last) {
                commit();
            }
        } catch (StoreException e) {
            host.keptBack(this, e);
        } catch (LimitException e) {
            LOG.log(Level.WARNING, "after the response was sent: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the last changes of session " + host.head(key()) + " could not be looked at", e);
        } finally {
            lane.run(() -> {
                leaving--;
                state.leave();
            });
            keepIfUnstored();
        }
    }

    private void keepIfUnstored() {
        if (lane.locked(() -> state.active() == 0 && state.stage() != Stage.NEW && state.mustStay())) {
            host.keep(this);
        }
    }

    // ----------------------------------------------------------------- opening

    @Override
    public boolean isCurrent() {
        return lane.locked(() -> !state.wouldAsk());
    }

    @Override
    public boolean open() {
        return opened(null, false);
    }

    @Override
    public boolean open(String requestedId) {
        return opened(requestedId, false);
    }

    @Override
    public boolean openOutside() {
        return opened(null, true);
    }

    @Override
    public boolean lock(OutsideUse.Request request, @Nullable String requestedId) {
        if (turns != null && !turns.has(request)) {
            boolean there = false;
            try {
                there = turns.take(request, requestedId);
            } finally {
                afterwards();
            }
            if (!there) {
                return false;
            }
            host.counters().opened();
            host.takesTurns(this);
        }
        return opened(requestedId, false);
    }

    @Override
    public boolean isCurrent(OutsideUse.Request request) {
        return isCurrent() && (turns == null || turns.has(request));
    }

    @Override
    public void unlock(OutsideUse.Request request) {
        if (turns == null) {
            return;
        }
        boolean committed = false;
        try {
            if (turns.has(request) && lane.locked(() -> state.unresolved() == null)) {
                complete();
                committed = true;
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the last changes of session " + host.head(key()) + " could not be stored", e);
        } finally {
            turns.giveBack(request, committed);
        }
    }

    @Override
    public void requireTurn(OutsideUse.Request request) {
        if (turns != null) {
            turns.require(request);
        }
    }

    /** The turn of a request of this node has come. */
    public void called(CommitId ticket) {
        if (turns != null) {
            turns.call(ticket);
        }
    }

    /**
     * Prolongs turns of requests that take long, and takes back those that were forgotten; called now and then, off the request path.
     *
     * @return whether to call again
     * @throws StoreException if the store cannot be told now
     */
    public boolean keepTurns() {
        return turns != null && turns.keep(this::unlock);
    }

    private boolean opened(@Nullable String requestedId, boolean outside) {
        long deadline = host.deadline();
        boolean there;
        boolean asked = false;
        boolean waited = false;
        boolean unsure = false;
        lane.lock();
        try {
            long opening = outside ? state.openingOutside() : state.opening();
            // What a commit runs on this thread (a listener, writeObject) sees the session as it stands.
            while (!lane.isLedByThisThread() && (unsure || !state.isCurrent(opening))) {
                waited = true;
                if (!lane.tryLead(deadline)) {
                    continue;
                }
                asked = true;
                boolean held;
                try {
                    Sending again = state.unresolved();
                    Sending sending = again != null ? again : uses.fetch(requestedId);
                    int maxInactive = state.maxInactive();
                    held = lane.send(sending, deadline);
                    unsure = again == null && held && uses.shouldHaveBeenSign(sending, maxInactive);
                } finally {
                    lane.release();
                }
                if (!held && state.stage() != Stage.GONE) {
                    return false; // another id
                }
            }
            there = (state.stage() == Stage.LIVE || state.stage() == Stage.NEW)
                    && (requestedId == null || sameId(requestedId, state.id()));
        } finally {
            lane.unlock();
        }
        if (waited && there) {
            host.counters().opened();
        }
        if (asked) {
            afterwards();
        }
        return there;
    }

    /** Compares ids in constant time: how far they agree is not to be measured from outside. */
    private static boolean sameId(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean isUnsaved() {
        return lane.locked(() -> state.stage() == Stage.NEW);
    }

    @Override
    public boolean isGone() {
        return lane.locked(() -> state.stage() == Stage.GONE);
    }

    // -------------------------------------------------------------- attributes

    @Override
    public @Nullable Object get(Scope scope, String name) {
        openForUse();
        return attributes.read(new AttributeKey(scope, name));
    }

    private void openForUse() {
        if (!isCurrent()) {
            open();
        }
    }

    @Override
    public @Nullable Object put(Scope scope, String name, Object value) {
        AttributeKey key = new AttributeKey(scope, name);
        openForUse();
        Object previous = attributes.read(key);
        long refusals = refusals();
        commitUnless(attributes.put(key, value), refusals);
        return previous;
    }

    @Override
    public @Nullable Object remove(Scope scope, String name) {
        AttributeKey key = new AttributeKey(scope, name);
        openForUse();
        Object previous = attributes.read(key);
        long refusals = refusals();
        commitUnless(attributes.remove(key), refusals);
        return previous;
    }

    /** Outside a request there is no later moment to commit. A session not stored yet waits for its first request's commit. */
    private void commitUnless(boolean inRequest, long refusalsBefore) {
        if (!inRequest && !isUnsaved()) {
            commit(refusalsBefore);
        }
    }

    private long refusals() {
        return lane.locked(state::refusals);
    }

    @Override
    public Set<String> names(Scope scope) {
        openForUse();
        return lane.locked(() -> state.slots().names(scope));
    }

    @Override
    public SessionView view() {
        return new HeldView<>(this, host, lane, state);
    }

    /** The values that are on this node alone, if this is a copy of that session. */
    public Map<AttributeKey, Object> locals(CommitId of) {
        return lane.locked(() -> of.equals(state.incarnation()) ? state.slots().locals() : Map.of());
    }

    @Override
    public long lastUse() {
        return uses.latest();
    }

    // ------------------------------------------------------------------ header

    @Override
    public long created() {
        return lane.locked(() -> state.created());
    }

    @Override
    public long previousAccess() {
        return lane.locked(() -> state.previousAccess());
    }

    @Override
    public int maxInactive() {
        return lane.locked(() -> state.maxInactive());
    }

    @Override
    public void maxInactive(int seconds) {
        change(new HeaderChange(seconds, false, null));
    }

    @Override
    public @Nullable Identity identity() {
        return lane.locked(() -> state.identity());
    }

    @Override
    public void identity(@Nullable Identity user) {
        if (user != null && lane.locked(() -> lane.login().isToBeEntered(user))) {
            lane.login().enterWithin(lane, user.name(), host.deadline());
        }
        change(new HeaderChange(null, true, user));
    }

    private void change(HeaderChange change) {
        boolean inRequest;
        long refusals;
        lane.lock();
        try {
            refusals = state.refusals();
            state.change(change);
            inRequest = state.active() > 0;
        } finally {
            lane.unlock();
        }
        commitUnless(inRequest, refusals);
    }

    // ------------------------------------------------------------------ commit

    @Override
    public void commit() {
        commit(refusals());
    }

    /** @param refusals how many there were before what is to be stored was changed, as far as is known */
    private void commit(long refusals) {
        long deadline = host.deadline();
        lane.lock();
        try {
            long arrived = begun;
            while (isToCommit(arrived, refusals)) {
                if (!lane.tryLead(deadline)) {
                    continue;
                }
                try {
                    Sending again = state.unresolved();
                    if (again != null) {
                        lane.send(again, deadline);
                    } else if (state.stage() == Stage.UNCONFIRMED) {
                        if (!lane.send(uses.fetch(null), deadline) && state.goneReason() == Reason.RENAMED) {
                            state.gone(Reason.RENAMED); // its id is not known here, so nobody will bring it
                        }
                    } else {
                        collectAndSend();
                    }
                } finally {
                    lane.release();
                }
            }
        } finally {
            lane.unlock();
            keepIfUnstored();
        }
        afterwards();
        if (lane.locked(state::isFailed)) {
            throw TurnTaking.lost(host.head(key()));
        }
    }

    /** @throws LimitException if what is to be stored was refused, or may have been */
    private boolean isToCommit(long arrived, long refusals) {
        if (lane.isLedByThisThread()) {
            return false;
        }
        LimitException refusal = state.refusal(refusals);
        if (refusal != null) {
            throw refusal;
        }
        return state.mayHaveChanged() && stored <= arrived;
    }

    private void collectAndSend() {
        long round = ++begun;
        List<Candidate> candidates = encoded(state.active() > 1);
        enterUserAgain();
        boolean creates = state.stage() == Stage.NEW;
        Sending sending = state.commit(candidates, host.nextCommitId());
        LimitException tooLarge = sending == null ? null : tooLarge(sending, creates);
        if (tooLarge != null) {
            host.counters().tooLarge();
            state.refuse(tooLarge, state.active() > 0);
        } else if (sending != null) {
            // Encoding is not the store's time.
            lane.send(sending, host.deadline());
        } else if (!candidates.isEmpty()) {
            host.counters().unchanged();
        }
        if (state.stage() != Stage.UNCONFIRMED) {
            stored = round;
        }
    }

    private @Nullable LimitException tooLarge(Sending sending, boolean creates) {
        Limits limits = host.limits();
        return TooLarge.check(
                state.key(),
                sending.carried(),
                limit(limits.attributeBytes()),
                creates ? limit(limits.sessionBytes()) : 0);
    }

    /** A user that was set long ago may have too many sessions by now. */
    private void enterUserAgain() {
        String user = lane.login().staleUser();
        if (user == null) {
            return;
        }
        try {
            lane.outside(() -> lane.login().enterWithin(lane, user, host.deadline()));
        } catch (LimitException e) {
            state.dropPendingUser();
            throw e;
        }
    }

    private List<Candidate> encoded(boolean shared) {
        long entered = state.entered();
        List<Candidate> candidates = state.collect();
        if (!candidates.isEmpty()) {
            lane.outside(() -> host.values().encode(this, candidates, shared));
        }
        // Who entered meanwhile may have changed what was being encoded.
        return shared || state.entered() == entered || candidates.isEmpty() ? candidates : encoded(true);
    }

    @Override
    public boolean rename(String newId) {
        long deadline = host.deadline();
        openForUse();
        lane.lock();
        try {
            lane.lead(deadline);
            try {
                lane.resolve(deadline);
                Sending sending = state.rename(newId, host.nextCommitId());
                if (sending != null) {
                    lane.send(sending, deadline);
                }
            } finally {
                lane.release();
            }
        } finally {
            lane.unlock();
        }
        afterwards();
        if (lane.locked(state::isFailed)) {
            throw TurnTaking.lost(host.head(key()));
        }
        return !isGone();
    }

    // --------------------------------------------------------------------- end

    @Override
    public @Nullable Ending end(Cause cause) {
        long deadline = host.deadline();
        CommitId claim;
        boolean held;
        boolean unsaved = false;
        Cause why;
        lane.lock();
        try {
            lane.lead(deadline);
            try {
                if (state.stage() == Stage.NEW) {
                    lane.resolve(deadline);
                }
                if (state.stage() == Stage.GONE || state.stage() == Stage.ENDING) {
                    return null;
                }
                claim = host.nextCommitId();
                Sending sending = state.claim(claim, cause, CLAIM_MILLIS);
                if (sending == null) {
                    unsaved = true;
                } else {
                    lane.send(sending, deadline);
                }
                held = state.stage() == Stage.ENDING;
                why = Objects.requireNonNullElse(state.endCause(), cause);
            } finally {
                lane.release();
            }
        } finally {
            lane.unlock();
        }
        if (!held) {
            afterwards();
            return null;
        }
        return new HeldEnding<>(
                this, host, claim, why, unsaved, lane.locked(() -> lane.login().atEnd()));
    }

    /** Prolongs the claim; called by the ending that holds it. */
    void prolong(CommitId claim, Cause cause) {
        CommitId incarnation;
        Version known;
        lane.lock();
        try {
            incarnation = state.incarnation();
            known = state.known();
        } finally {
            lane.unlock();
        }
        host.store()
                .execute(
                        state.key(),
                        new Operation.Claim(incarnation, claim, cause, CLAIM_MILLIS, known),
                        TimeUnit.MILLISECONDS.toNanos(CLAIM_MILLIS / 6)); // so that there is time for another attempt
    }

    static long claimMillis() {
        return CLAIM_MILLIS;
    }

    /** The events are fired and the record is dropped: nobody uses this copy any more. */
    void ended() {
        lane.run(() -> {
            reported = true;
            state.gone(Reason.ABSENT);
        });
        host.forget(this);
    }

    /** Which session it is; null: not known yet, or it was never stored. */
    public @Nullable CommitId incarnation() {
        return lane.locked(() -> state.incarnation());
    }

    /** Another node says that this session ended, and why. */
    public void endedElsewhere(CommitId incarnation, Cause cause) {
        lane.lock();
        try {
            if (state.stage() != Stage.LIVE || !incarnation.equals(state.incarnation())) {
                return;
            }
            toldCause = cause;
            state.gone(Reason.ABSENT);
        } finally {
            lane.unlock();
        }
        afterwards();
    }

    // -------------------------------------------------------------- keeping up

    /** Whether a request of this session is under way here. */
    public boolean inUse() {
        return lane.locked(() -> state.active() > 0);
    }

    /** Whether it is known to exist in the store. */
    public boolean isLive() {
        return lane.locked(() -> state.stage() == Stage.LIVE);
    }

    /** Whether something in it is on this node alone. */
    public boolean mustStay() {
        return lane.locked(() -> state.mustStay());
    }

    /** Whether it has changes that the store does not have, though no request is under way. */
    public boolean isUnstored() {
        return lane.locked(() -> state.active() == 0 && state.stage() != Stage.NEW && state.mayHaveChanged());
    }

    /**
     * Reports the last use to the store if that was told of none for half a touch interval; called now and then, off the request path.
     *
     * @return whether to call again: it is in use, or its last use is not reported yet
     * @throws StoreException if the store cannot be told now
     */
    public boolean touch() {
        boolean again = uses.report();
        afterwards();
        return again;
    }

    @Override
    public void check() {
        uses.check();
        afterwards();
    }

    /** What has to happen, without the lock, when an answer changed where the session stands. */
    private void afterwards() {
        boolean gone = false;
        boolean report = false;
        boolean live;
        String crowded;
        Cause cause = Cause.INVALIDATED;
        lane.lock();
        try {
            live = state.stage() == Stage.LIVE;
            crowded = lane.login().takeCrowded();
            if (state.stage() == Stage.GONE) {
                gone = true;
                report = !reported && state.incarnation() != null;
                reported = true;
                Cause told = toldCause;
                cause = told != null ? told : Objects.requireNonNullElse(state.endCause(), Cause.INVALIDATED);
            }
        } finally {
            lane.unlock();
        }
        if (gone) {
            if (turns != null) {
                turns.call(null);
            }
            host.forget(this);
        } else if (live) {
            host.confirmed(this);
        }
        if (report) {
            host.container().gone(session(), cause);
        }
        if (crowded != null) {
            endOthers(crowded);
        }
    }

    /** Those of the same user that had to go for this one; what cannot be ended now, a reaper ends. */
    private void endOthers(String user) {
        try {
            host.users().endLeaving(user);
        } catch (StoreException e) {
            LOG.log(
                    Level.DEBUG,
                    "sessions that are too many for their user could not be ended now: {0}",
                    e.getMessage());
        }
    }
}
