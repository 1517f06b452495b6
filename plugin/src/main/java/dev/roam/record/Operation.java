package dev.roam.record;

import dev.roam.Cause;
import dev.roam.record.Answer.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node asks of a record. {@link #decide} runs on the partition's owner only; it reads the record, the owner's cluster time and its own
 * fields, and changes nothing. Hazelcast may run it twice, late, or on an owner that is none any more: every changing operation therefore carries a
 * {@link CommitId}. One that was applied already gets its first outcome again <em>and sends its backup again</em>, whole; one that a later
 * operation of its writer overtook is refused; one for another incarnation finds its session gone.
 */
public sealed interface Operation {
    /**
     * Decides what becomes of the record.
     *
     * @param record the owner's record; null: none
     * @param now the owner's cluster time, in milliseconds since the epoch
     */
    Decision decide(@Nullable SessionRecord record, long now);

    /** This operation as it is sent again when no answer came; by its commit id it is recognised if it has one. */
    default Operation repeated() {
        return this;
    }

    /** Whether, once it is answered with what the record holds, the backups know that the session was in use when it was sent. */
    default boolean isSign() {
        return this instanceof Create
                || this instanceof Commit
                || this instanceof Lock
                || (this instanceof Fetch fetch && fetch.sign());
    }

    /**
     * Puts a new session if the key is free. Nothing else ever makes a record.
     *
     * @param id names this operation and, from then on, the session: its incarnation
     * @param header its header
     * @param attributes the first values. Not to be changed
     * @param touchCap upper bound of the touch interval, in milliseconds
     * @param trial the timeout until a second request uses the session, in milliseconds; 0: none
     * @param ticket whose turn it is from the beginning; null: nobody's
     * @param lease for how long, in milliseconds
     */
    record Create(
            CommitId id,
            Header header,
            Map<AttributeKey, byte[]> attributes,
            long touchCap,
            long trial,
            @Nullable CommitId ticket,
            long lease)
            implements Operation {
        /** One of a session that has its own timeout from the beginning, and belongs to all its requests. */
        public Create(CommitId id, Header header, Map<AttributeKey, byte[]> attributes, long touchCap) {
            this(id, header, attributes, touchCap, 0, null, 0);
        }

        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Map<Writer, Done> remembered = Map.of();
            if (record != null) {
                Done done = record.done(id.writer());
                if (record.incarnation().equals(id) && record.state() instanceof State.Ending) {
                    return ending(record);
                }
                if (record.incarnation().equals(id) && record.state() instanceof State.Live) {
                    return once(record, record.since(null), done != null ? done.version() : record.version());
                }
                if (done != null && done.number() >= id.number()) {
                    return Decision.refused(Reason.ABSENT);
                }
                if (!(record.state() instanceof State.Ended)) {
                    return Decision.refused(Reason.TAKEN);
                }
                remembered = record.commits();
            }
            SessionRecord created = SessionRecord.create(this, remembered, now);
            return Decision.backedUp(
                    held(created, created.version(), now, new Update(created.version(), false, null, Map.of())),
                    new Outcome.Put(created));
        }
    }

    /**
     * Opens: notes the access, ends the session's trial and answers what the node does not know.
     *
     * @param id the id that a request brought, compared with the current one; null: the copy was open before, by key
     * @param incarnation the session that the node knows; null: none yet
     * @param known the version that the node has; null: none
     * @param sign whether its stamp is backed up in any case: the sender knows of no recent sign of life that the backups know of, or the first answer
     *     was lost. The owner alone cannot tell: what it was told a moment ago may never reach its backups
     */
    record Fetch(@Nullable String id, @Nullable CommitId incarnation, @Nullable Version known, boolean sign)
            implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, incarnation);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            if (id != null && !sameId(id, record.header().id())) {
                return Decision.refused(Reason.RENAMED);
            }
            if (record.isDue(now)) {
                return due(record, now);
            }
            boolean touch = sign || record.trial() > 0 || now - record.touched() >= record.touchInterval() / 2;
            return new Decision(
                    held(record, record.version(), record.accessed(), record.since(known)),
                    new Outcome.Access(now, touch ? now : 0, true),
                    touch);
        }

        @Override
        public Operation repeated() {
            return new Fetch(id, incarnation, known, true);
        }
    }

    /**
     * Reports a sign of life from a node that does not open the session, or keeps it for long. Always backed up.
     *
     * @param id the id that a request brought, where the node knows no more than that; null: {@code incarnation} tells
     * @param incarnation the session that the node knows; null: none yet
     * @param age how long ago it was, in milliseconds: a duration, as clocks of nodes differ
     * @param first whether it is the request that made the session, which does not end its trial
     */
    record Touch(@Nullable String id, @Nullable CommitId incarnation, long age, boolean first) implements Operation {
        /** One of another request than the one that made the session. */
        public Touch(@Nullable String id, @Nullable CommitId incarnation, long age) {
            this(id, incarnation, age, false);
        }

        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, incarnation);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            if (id != null && !sameId(id, record.header().id())) {
                return Decision.refused(Reason.RENAMED);
            }
            return Decision.backedUp(
                    held(
                            record,
                            record.version(),
                            record.accessed(),
                            new Update(record.version(), false, null, Map.of())),
                    new Outcome.Access(record.accessed(), now - Math.max(0, age), !first || record.trial() == 0));
        }
    }

    /**
     * Merges a delta. Of two changes to one attribute the one that came last stands.
     *
     * @param incarnation the session that was changed
     * @param id names this operation
     * @param changes by attribute. Not to be changed
     * @param header what changed in the header
     * @param yields whether a change gives way where the attribute, or the header, has another version than the node saw: so for changes that a
     *     failed request left
     * @param known the version that the node has; null: none
     * @param ticket in whose turn it was made: refused if another one has had its turn since; null: in nobody's
     * @param maxBytes how long all values together may be afterwards, unless they get no longer; 0: as long as they like
     */
    record Commit(
            CommitId incarnation,
            CommitId id,
            Map<AttributeKey, Change> changes,
            HeaderChange header,
            boolean yields,
            @Nullable Version known,
            @Nullable CommitId ticket,
            long maxBytes)
            implements Operation {
        /** One that was made in nobody's turn, without a limit. */
        public Commit(
                CommitId incarnation,
                CommitId id,
                Map<AttributeKey, Change> changes,
                HeaderChange header,
                boolean yields,
                @Nullable Version known) {
            this(incarnation, id, changes, header, yields, known, null, 0);
        }

        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision early = unlessFirst(record, incarnation, id, known);
            if (early != null || record == null) {
                return early != null ? withWhatStands(early, record) : Decision.refused(Reason.ABSENT);
            }
            Decision lost = TurnRules.unlessTurn(record, ticket);
            if (lost != null) {
                return lost;
            }
            boolean headerGivesWay = yields && known != null && record.headerCounter() > known.counter();
            HeaderChange mine = headerGivesWay ? HeaderChange.NONE : header;
            Map<AttributeKey, byte @Nullable []> written = new HashMap<>();
            changes.forEach((key, change) -> {
                if (!yields || versionOf(record, key).equals(change.base())) {
                    written.put(key, change.bytes());
                }
            });
            if (maxBytes > 0 && record.growsBeyond(maxBytes, written)) {
                // A repeat that comes late must not find room that was made meanwhile: the node was told that it is not
                // stored.
                return Decision.backedUp(
                        new Answer.Refused(Reason.TOO_LARGE), new Outcome.Put(record.refusing(id, now)));
            }
            Outcome.Advance outcome = advance(
                    record, id, now, written, mine.isEmpty() ? null : mine.applyTo(record.header()), record.state());
            return withWhatStands(accepted(record, outcome, known), record);
        }

        /** Tells the node also what is there in place of a change that gave way: it may be no news, but the node shows its own value. */
        private Decision withWhatStands(Decision decision, @Nullable SessionRecord record) {
            if (record == null || !(decision.answer() instanceof Answer.Held held)) {
                return decision;
            }
            Map<AttributeKey, byte @Nullable []> written =
                    decision.outcome() instanceof Outcome.Advance advance ? advance.written() : Map.of();
            Map<AttributeKey, AttributeValue> told = new HashMap<>(held.update().attributes());
            for (AttributeKey key : changes.keySet()) {
                if (!written.containsKey(key) && !versionOf(record, key).equals(held.own())) {
                    AttributeValue standing = record.attributes().get(key);
                    told.put(key, standing != null ? standing : new AttributeValue(Version.NONE, null));
                }
            }
            Update update = held.update();
            return new Decision(
                    new Answer.Held(
                            held.incarnation(),
                            held.own(),
                            held.previousAccess(),
                            new Update(update.version(), update.whole(), update.header(), told),
                            held.claimed()),
                    decision.outcome(),
                    decision.backup());
        }

        private static Version versionOf(SessionRecord record, AttributeKey key) {
            AttributeValue value = record.attributes().get(key);
            return value == null ? Version.NONE : value.version();
        }
    }

    /**
     * Sets the current id; who comes second learns the one that is there.
     *
     * @param incarnation the session
     * @param id names this operation
     * @param from the id that the node believes current
     * @param to the new one
     * @param known the version that the node has; null: none
     * @param ticket as that of a {@link Commit}
     */
    record Rename(
            CommitId incarnation,
            CommitId id,
            String from,
            String to,
            @Nullable Version known,
            @Nullable CommitId ticket)
            implements Operation {
        /** One that was made in nobody's turn. */
        public Rename(CommitId incarnation, CommitId id, String from, String to, @Nullable Version known) {
            this(incarnation, id, from, to, known, null);
        }

        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision early = unlessFirst(record, incarnation, id, known);
            if (early != null || record == null) {
                return early != null ? early : Decision.refused(Reason.ABSENT);
            }
            Decision lost = TurnRules.unlessTurn(record, ticket);
            if (lost != null) {
                return lost;
            }
            if (!sameId(from, record.header().id())) {
                // The earlier rename may not be backed up yet; this answer tells its id to a user, so it is now.
                return Decision.backedUp(
                        held(record, record.version(), record.accessed(), record.since(null)), new Outcome.Put(record));
            }
            return accepted(
                    record, advance(record, id, now, Map.of(), record.header().withId(to), record.state()), known);
        }
    }

    /**
     * Asks for the right to end a session; sent again by the holder, it prolongs the claim.
     *
     * @param incarnation the session that the node knows; null: whatever is under the key (a reaper's)
     * @param id names this claim
     * @param cause why; for {@link Cause#TIMEOUT} the session must be due
     * @param millis how long the claim lasts
     * @param known the version that the node has; null: none
     */
    record Claim(@Nullable CommitId incarnation, CommitId id, Cause cause, long millis, @Nullable Version known)
            implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            if (record == null || record.state() instanceof State.Ended) {
                return Decision.refused(Reason.ABSENT);
            }
            if (incarnation != null && !incarnation.equals(record.incarnation())) {
                return Decision.refused(Reason.REPLACED);
            }
            if (record.state() instanceof State.Ending ending) {
                if (ending.by().equals(id)) {
                    SessionRecord prolonged = record.inState(
                            new State.Ending(id, Math.max(ending.until(), now + millis), ending.cause()));
                    return Decision.backedUp(
                            held(prolonged, prolonged.version(), prolonged.accessed(), prolonged.since(known))
                                    .claimed(ending.cause(), false),
                            new Outcome.Put(prolonged));
                }
                if (now < ending.until()) {
                    return ending(record);
                }
                boolean lapsed = !ending.by().equals(CommitId.NONE);
                return claimed(record, ending.cause(), now, lapsed);
            }
            Done done = record.done(id.writer());
            if (done != null && done.number() >= id.number()) {
                return Decision.refused(Reason.SUPERSEDED);
            }
            if (cause == Cause.TIMEOUT && !record.isDue(now)) {
                return Decision.refused(Reason.NOT_DUE);
            }
            return claimed(record, cause, now, false);
        }

        private Decision claimed(SessionRecord record, Cause why, long now, boolean lapsed) {
            Decision claimed = accepted(
                    record, advance(record, id, now, Map.of(), null, new State.Ending(id, now + millis, why)), known);
            return claimed.answer() instanceof Answer.Held held
                    ? new Decision(held.claimed(why, lapsed), claimed.outcome(), claimed.backup())
                    : claimed;
        }
    }

    /**
     * Ends what its claim holds; what is left remembers the commit ids, so that nothing late brings the session back.
     *
     * @param incarnation the session
     * @param claim the claim that holds it
     */
    record Drop(CommitId incarnation, CommitId claim) implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            if (record == null || !record.incarnation().equals(incarnation)) {
                return Decision.refused(Reason.ABSENT);
            }
            SessionRecord rest;
            if (record.state() instanceof State.Ending ending && ending.by().equals(claim)) {
                rest = record.ended(claim, now);
            } else if (record.state() instanceof State.Ended) {
                rest = record;
            } else {
                return Decision.refused(Reason.ENDING);
            }
            return Decision.backedUp(
                    held(rest, rest.version(), rest.accessed(), new Update(rest.version(), false, null, Map.of())),
                    new Outcome.Put(rest));
        }
    }

    /** Removes what is left of a session that ended long enough ago. */
    record Forget() implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            if (record != null && record.state() instanceof State.Ended && record.isReapable(now)) {
                return Decision.backedUp(new Answer.Refused(Reason.ABSENT), new Outcome.Forget());
            }
            return Decision.refused(Reason.ABSENT);
        }
    }

    /**
     * Shows what is there to somebody who does not use the session, such as an administrator: stamps nothing and closes nothing. A session that is due is
     * there until it is closed. Answers the latest use, in place of the access before.
     *
     * @param id the id that was asked for, compared with the current one; null: {@code incarnation} tells
     * @param incarnation the session that the node knows; null: none yet
     * @param known the version that the node has; null: none
     */
    record Look(@Nullable String id, @Nullable CommitId incarnation, @Nullable Version known) implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, incarnation);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            if (id != null && !sameId(id, record.header().id())) {
                return Decision.refused(Reason.RENAMED);
            }
            return new Decision(held(record, record.version(), record.lastSign(), record.since(known)), null, false);
        }
    }

    /**
     * Tells of a session what an administrator's list shows, and no value. As {@link Look}, it stamps nothing and closes nothing.
     *
     * @param id the id that was asked for, compared with the current one; null: whatever is under the key
     */
    record Describe(@Nullable String id) implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, null);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            if (id != null && !sameId(id, record.header().id())) {
                return Decision.refused(Reason.RENAMED);
            }
            return new Decision(Answer.Description.of(record), null, false);
        }
    }

    /**
     * Asks for a request's turn, and opens the session with it, as a {@link Fetch} does. Who waits asks again and again, and uses the session meanwhile.
     *
     * @param id the id that the request brought, compared with the current one; null: {@code incarnation} tells
     * @param incarnation the session that the node knows; null: none yet
     * @param ticket names the turn
     * @param lease for how long to keep the turn, or the place among those that wait, without hearing again, in milliseconds
     * @param known the version that the node has; null: none
     * @param again whether it is sent again because no answer came
     */
    record Lock(
            @Nullable String id,
            @Nullable CommitId incarnation,
            CommitId ticket,
            long lease,
            @Nullable Version known,
            boolean again)
            implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, incarnation);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            if (id != null && !sameId(id, record.header().id())) {
                return Decision.refused(Reason.RENAMED);
            }
            return record.isDue(now) ? due(record, now) : TurnRules.lock(this, record, now);
        }

        @Override
        public Operation repeated() {
            return new Lock(id, incarnation, ticket, lease, known, true);
        }
    }

    /**
     * Keeps a turn for longer; one that was lost is not had back. Always a sign of life.
     *
     * @param ticket names the turn
     * @param lease for how long, in milliseconds
     * @param again as that of a {@link Lock}
     */
    record Renew(CommitId ticket, long lease, boolean again) implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            Decision gone = unlessThere(record, null);
            if (record == null || gone != null) {
                return gone != null ? gone : Decision.refused(Reason.ABSENT);
            }
            return TurnRules.renew(this, record, now);
        }

        @Override
        public Operation repeated() {
            return new Renew(ticket, lease, true);
        }
    }

    /**
     * Gives a turn back, or gives up waiting for it.
     *
     * @param ticket names the turn
     * @param lease how long the next one's turn lasts without hearing from it, in milliseconds
     * @param again as that of a {@link Lock}
     */
    record Unlock(CommitId ticket, long lease, boolean again) implements Operation {
        @Override
        public Decision decide(@Nullable SessionRecord record, long now) {
            if (record == null || !(record.state() instanceof State.Live)) {
                return Decision.refused(Reason.ABSENT);
            }
            return TurnRules.unlock(this, record, now);
        }

        @Override
        public Operation repeated() {
            return new Unlock(ticket, lease, true);
        }
    }

    /** Whoever looks at it now sees it gone; so that it stays gone, no later commit or touch may save it. */
    private static Decision due(SessionRecord record, long now) {
        return Decision.backedUp(
                new Answer.Refused(Reason.DUE, Cause.TIMEOUT),
                advance(
                        record,
                        CommitId.NONE,
                        now,
                        Map.of(),
                        null,
                        new State.Ending(CommitId.NONE, now, Cause.TIMEOUT)));
    }

    /** Compares ids in constant time: how far they agree is not to be measured from outside. */
    private static boolean sameId(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Null if that session is there and in use; else what to answer. */
    private static @Nullable Decision unlessThere(@Nullable SessionRecord record, @Nullable CommitId incarnation) {
        if (record == null || record.state() instanceof State.Ended) {
            return Decision.refused(Reason.ABSENT);
        }
        if (incarnation != null && !incarnation.equals(record.incarnation())) {
            return Decision.refused(Reason.REPLACED);
        }
        return record.state() instanceof State.Ending ? ending(record) : null;
    }

    /**
     * The claim may not be backed up yet, and whoever gets this answer sees the session gone; so that it stays gone if this owner dies, it is now.
     */
    private static Decision ending(SessionRecord record) {
        Cause cause = record.state() instanceof State.Ending ending ? ending.cause() : null;
        return Decision.backedUp(new Answer.Refused(Reason.ENDING, cause), new Outcome.Put(record));
    }

    /** Null if the change is to be applied; else what to answer without applying it. */
    private static @Nullable Decision unlessFirst(
            @Nullable SessionRecord record, CommitId incarnation, CommitId id, @Nullable Version known) {
        Decision gone = unlessThere(record, incarnation);
        if (record == null || gone != null) {
            return gone != null ? gone : Decision.refused(Reason.ABSENT);
        }
        Done done = record.done(id.writer());
        if (done == null || done.number() < id.number()) {
            return null;
        }
        if (done.number() > id.number()) {
            return Decision.refused(Reason.SUPERSEDED);
        }
        return done.version().equals(Version.NONE)
                ? Decision.backedUp(new Answer.Refused(Reason.TOO_LARGE), new Outcome.Put(record))
                : once(record, record.since(known), done.version());
    }

    private static Decision once(SessionRecord record, Update update, Version own) {
        return Decision.backedUp(held(record, own, record.accessed(), update), new Outcome.Put(record));
    }

    private static Outcome.Advance advance(
            SessionRecord record,
            CommitId by,
            long now,
            Map<AttributeKey, byte @Nullable []> written,
            @Nullable Header header,
            State state) {
        return new Outcome.Advance(record.version(), by, now, record.accessed(), written, header, state);
    }

    /** Answers a change with what the node did not know, its own values left out. */
    private static Decision accepted(SessionRecord record, Outcome.Advance outcome, @Nullable Version known) {
        SessionRecord next = record.advance(outcome);
        Update update = next.since(known);
        if (!update.whole()) {
            Map<AttributeKey, AttributeValue> others = new HashMap<>(update.attributes());
            others.keySet().removeIf(outcome.written()::containsKey);
            update = new Update(update.version(), false, update.header(), others);
        }
        return Decision.backedUp(held(next, next.version(), next.accessed(), update), outcome);
    }

    /** Whoever asked, the session is there. */
    static Answer.Held held(SessionRecord record, Version own, long previousAccess, Update update) {
        return new Answer.Held(record.incarnation(), own, previousAccess, update, null);
    }
}
