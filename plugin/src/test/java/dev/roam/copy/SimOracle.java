package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.Decision;
import dev.roam.record.Operation;
import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees every decision, answer, read and event of a schedule, and says when a promise is broken. */
final class SimOracle {
    private final SimLoop loop;
    private final Map<CommitId, SimSession> byIncarnation = new HashMap<>();
    private final List<SimSession> sessions = new ArrayList<>();
    private final Set<SimRequest> waiting = new LinkedHashSet<>();

    SimOracle(SimLoop loop) {
        this.loop = loop;
    }

    List<SimSession> sessions() {
        return sessions;
    }

    SimSession created() {
        SimSession session = new SimSession("session " + (sessions.size() + 1));
        sessions.add(session);
        return session;
    }

    void planned(SimSession session, CommitId incarnation, long trial) {
        session.trial = trial;
        session.incarnation = incarnation;
        byIncarnation.put(incarnation, session);
    }

    SimSession session(CommitId incarnation) {
        SimSession session = byIncarnation.get(incarnation);
        if (session == null) {
            throw new SimViolation("5: a session " + incarnation + " that nobody created");
        }
        return session;
    }

    /** Whether an owner says that a turn was lost, and until when it was acknowledged: nobody may take it before. */
    private static void keptLongEnough(SimSession session, Operation operation, Decision decision, long now) {
        if (operation instanceof Operation.Unlock unlock) {
            session.turns.remove(unlock.ticket());
        }
        CommitId ticket = operation instanceof Operation.Renew renew ? renew.ticket() : CopyState.ticket(operation);
        Long until = ticket == null ? null : session.turns.get(ticket);
        boolean lost = decision.answer() instanceof Answer.Refused refused && refused.reason() == Reason.LOCK_LOST;
        if (lost && until != null && now < until - SimSession.MAX_SKEW_MILLIS) {
            throw new SimViolation(
                    "one at a time: " + ticket + " has lost its turn " + (until - now) + " ms too early");
        }
    }

    /** A request asks for its turn. */
    void waits(SimRequest request) {
        waiting.add(request);
    }

    /** It has got it, or been told that it does not. */
    void waitsNoMore(SimRequest request) {
        waiting.remove(request);
    }

    /** What was changed in a turn was changed on what the request saw or made: nobody else came in between. */
    private void inTurn(SimSession session, Operation operation, SessionRecord record, Decision decision) {
        if (!(decision.outcome() instanceof Outcome.Advance)) {
            return;
        }
        if (operation instanceof Operation.Commit commit && commit.ticket() != null) {
            boolean same = commit.known() == null || commit.known().equals(record.version());
            for (Map.Entry<AttributeKey, Change> change : commit.changes().entrySet()) {
                AttributeValue there = record.attributes().get(change.getKey());
                same &= there == null
                        || there.bytes() == null
                        || there.version().equals(change.getValue().base());
            }
            if (!same && !session.changedInNoTurn) {
                throw new SimViolation(
                        "one at a time: " + commit + " is applied to " + record + ", which its request has not seen");
            }
        } else if (operation instanceof Operation.Commit
                || (operation instanceof Operation.Rename rename && rename.ticket() == null)) {
            session.changedInNoTurn = true;
        }
    }

    /** An owner decided; whether anybody learns of it is another matter. */
    void decided(Operation operation, @Nullable SessionRecord record, Decision decision, long now) {
        if (record == null) {
            return;
        }
        SimSession session = session(record.incarnation());
        inTurn(session, operation, record, decision);
        keptLongEnough(session, operation, decision, now);
        boolean ends = decision.outcome() instanceof Outcome.Advance advance && advance.state() instanceof State.Ending;
        if (ends && record.state() instanceof State.Live) {
            session.endDecided = loop.now();
            boolean timedOut = operation instanceof Operation.Fetch
                    || operation instanceof Operation.Lock
                    || (operation instanceof Operation.Claim claim && claim.cause() == Cause.TIMEOUT);
            if (timedOut) {
                long idle = now - session.used;
                long timeout = session.timeoutMillis(record.header().maxInactive());
                if (idle < timeout - SimSession.MAX_SKEW_MILLIS) {
                    throw new SimViolation("7, never early: " + session + " was used " + idle
                            + " ms ago and is found due, with a timeout of " + timeout + " ms");
                }
            }
        }
    }

    /** A node took in an answer. */
    void answered(Operation operation, Answer answer, long decided) {
        if (answer instanceof Answer.Held held) {
            SimSession session = session(held.incarnation());
            if (operation instanceof Operation.Lock lock) {
                session.turns.put(lock.ticket(), decided + lock.lease());
            } else if (operation instanceof Operation.Renew renew) {
                session.turns.computeIfPresent(renew.ticket(), (ticket, until) -> decided + renew.lease());
            }
            if (operation instanceof Operation.Create || operation instanceof Operation.Commit) {
                session.confirmed = Math.min(session.confirmed, loop.now());
            }
            if (operation instanceof Operation.Create) {
                session.used = Math.max(session.used, held.previousAccess());
            } else if (operation instanceof Operation.Fetch
                    || operation instanceof Operation.Lock
                    || operation instanceof Operation.Renew) {
                session.used = Math.max(session.used, decided);
                if (!(operation instanceof Operation.Renew)) { // it may be of the request that made the session
                    proven(session);
                }
            } else if (operation instanceof Operation.Touch touch) {
                session.used = Math.max(session.used, decided - touch.age());
                if (!touch.first()) {
                    proven(session);
                }
            }
        }
    }

    /** Before its create is acknowledged, a failover may lose all that was done with a session, and a repeat make it anew. */
    private void proven(SimSession session) {
        if (session.confirmed <= loop.now()) {
            session.trial = 0;
        }
    }

    /** A request found its session there. */
    void opened(SimSession session, String requested, long entered, String who) {
        if (session.gone < entered) {
            throw new SimViolation("5, gone stays gone: " + who + " entered after " + session
                    + " was known to be gone (" + session.goneWhy + ") and finds it");
        }
        session.id.read(SimSession.idNumber(requested), entered, null, who);
    }

    /** A request was told that there is no session for the id it brought. */
    void missed(@Nullable SimSession session, String requested, long entered, @Nullable Reason reason, String who) {
        for (SimSession candidate : sessions) {
            if (candidate.confirmed < entered
                    && candidate.endDecided < 0
                    && candidate.id.isSurely(SimSession.idNumber(requested), entered)) {
                throw new SimViolation("2, no lost change: " + who + " asks for " + requested + " and finds nothing ("
                        + reason + "), but that is the id of " + candidate
                        + ", which was created before and has not ended");
            }
        }
        if (session != null && reason != null && reason != Reason.RENAMED) {
            session.goneFor(who, reason.toString(), loop.now());
        }
    }

    /** The end: every session that was confirmed has ended with its events. */
    void finish(@Nullable SessionRecord record) {
        for (SimRequest request : waiting) {
            if (request.isAlive()) {
                throw new SimViolation(request + " has got neither its turn nor an answer");
            }
        }
        for (SimSession session : sessions) {
            if (session.confirmed < Long.MAX_VALUE && session.fired() == 0) {
                throw new SimViolation("6, never silently never: " + session + " ended without its events");
            }
        }
        if (record != null) {
            SimSession last = session(record.incarnation());
            if (!(record.state() instanceof State.Ended)) {
                throw new SimViolation("7, it ends: " + last + " is still there: " + record);
            }
            if (last.fired() == 0) {
                throw new SimViolation("6, never silently never: " + last + " ended without its events");
            }
        }
    }
}
