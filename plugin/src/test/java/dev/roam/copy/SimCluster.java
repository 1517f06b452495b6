package dev.roam.copy;

import dev.roam.record.Answer;
import dev.roam.record.Decision;
import dev.roam.record.LaggingBackupException;
import dev.roam.record.Operation;
import dev.roam.record.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store's side of a schedule: one partition with one record, its owner and its backups, and the messages between them.
 *
 * <p>What is assumed of the real store:
 * <ul>
 *   <li>The owner decides one operation after the other and applies each outcome before it looks at the next; its backups apply outcomes in the order
 *       in which they were sent, with lag; any of these messages may be lost.
 *   <li>An answer that needs its backups leaves only when all present ones have applied the outcome; otherwise the caller hears nothing in time, and the
 *       store layer sends {@link Operation#repeated}. What needs no backup is answered at once.
 *   <li>A backup that becomes the owner has either applied all that was on its way or drops it; messages of the owner before it are refused from then on.
 *       A new backup starts with a copy of the owner's replica, in line with the outcomes. Only when every backup has its copy does the next member fail.
 *   <li>An owner that stood still and was replaced goes on believing that it owns, and so does one node (the one in the same JVM). Its backups refuse it,
 *       so what needs a backup is never answered; what needs none is held back by the standstill guard.
 *   <li>Clocks of members differ by a few milliseconds.
 * </ul>
 */
final class SimCluster {
    private static final long EPOCH_MILLIS = 1_000_000;

    private final SimLoop loop;
    private final SimRules rules;
    private final SimOracle oracle;
    private final SimChaos chaos;
    private final int backupCount;
    private final List<SimReplica> backups = new ArrayList<>();
    private SimReplica owner;
    private long epoch;
    private int members;

    /** An owner of the past that does not know it, and the node that does not know it either. */
    private @Nullable SimReplica believed;

    private int believer;

    SimCluster(SimLoop loop, SimRules rules, SimOracle oracle, SimChaos chaos, int backupCount) {
        this.loop = loop;
        this.rules = rules;
        this.oracle = oracle;
        this.chaos = chaos;
        this.backupCount = backupCount;
        this.owner = member();
        this.owner.synced = true;
        for (int i = 0; i < backupCount; i++) {
            SimReplica backup = member();
            backup.synced = true;
            backups.add(backup);
        }
    }

    private SimReplica member() {
        return new SimReplica("member " + ++members, loop.below(3));
    }

    SimReplica owner() {
        return owner;
    }

    /** The member that a node takes for the owner. */
    SimReplica ownerFor(SimNode node) {
        SimReplica old = believed;
        return old != null && !old.dead && node.index == believer ? old : owner;
    }

    List<SimReplica> backups() {
        return backups;
    }

    private long clock(SimReplica member) {
        return EPOCH_MILLIS + loop.now() / SimLoop.MILLI + member.skewMillis;
    }

    long ownersClock() {
        return clock(owner);
    }

    /** Whether one more member may fail. */
    boolean isWhole() {
        return !owner.dead
                && !owner.paused
                && backups.size() == backupCount
                && backups.stream().allMatch(backup -> backup.synced);
    }

    // -------------------------------------------------------------- operations

    /** An operation arrives at a member. */
    void arrive(SimReplica member, Operation operation, SimCall call) {
        if (member.dead) {
            return;
        }
        if (member.paused) {
            member.waiting.add(() -> arrive(member, operation, call));
            return;
        }
        if (member == owner) {
            decide(operation, call);
        } else if (member.stale) {
            decideStale(member, operation, call);
        } else {
            // Not the owner any more, and it knows: the caller's invocation goes to the new one.
            SimReplica now = owner;
            loop.after(chaos.delay(), () -> arrive(now, operation, call));
        }
    }

    private void decide(Operation operation, SimCall call) {
        SimReplica member = owner;
        long now = clock(member);
        Decision decision = rules.decide(operation, member.record, now);
        oracle.decided(operation, member.record, decision, now);
        Outcome outcome = decision.outcome();
        if (outcome != null) {
            member.record = outcome.apply(member.record);
        }
        loop.trace(() -> member + " decides " + operation + " -> " + decision.answer() + ", now " + member.record);
        if (outcome == null || !decision.backup() || backups.isEmpty() || rules.answersBeforeBackup()) {
            call.answered(decision.answer(), now);
        }
        if (outcome != null && decision.backup()) {
            backUp(outcome, decision.answer(), now, call);
        }
    }

    private void backUp(Outcome outcome, Answer answer, long now, SimCall call) {
        int[] missing = {backups.size()};
        long sentIn = epoch;
        for (SimReplica backup : backups) {
            if (chaos.loses()) {
                backup.missed = true;
                loop.trace(() -> "lost on the way to " + backup + ": "
                        + outcome.getClass().getSimpleName());
                continue;
            }
            send(backup, new SimReplica.Message(outcome, null, () -> {
                if (--missing[0] == 0 && sentIn == epoch && !rules.answersBeforeBackup()) {
                    call.answered(answer, now);
                }
            }));
        }
    }

    private void decideStale(SimReplica member, Operation operation, SimCall call) {
        long now = clock(member);
        Decision decision = rules.decide(operation, member.record, now);
        if (decision.outcome() != null) {
            member.record = decision.outcome().apply(member.record);
        }
        loop.trace(() -> member + ", no longer the owner, decides " + operation + " -> " + decision.answer());
        if (!decision.backup() && rules.answersAfterStandstill()) {
            call.answered(decision.answer(), now);
        }
    }

    // ----------------------------------------------------------------- backups

    private void send(SimReplica backup, SimReplica.Message message) {
        backup.arriving.add(message);
        long arrival = Math.max(backup.lastArrival + 1, loop.now() + chaos.backupLag());
        backup.lastArrival = arrival;
        loop.after(arrival - loop.now(), () -> {
            if (backup.arriving.peek() == message) {
                apply(backup, backup.arriving.remove());
            }
        });
    }

    private void apply(SimReplica backup, SimReplica.Message message) {
        if (backup.dead) {
            return;
        }
        Outcome outcome = message.outcome;
        if (outcome == null) {
            backup.record = message.whole;
            backup.synced = true;
            backup.missed = false;
            loop.trace(() -> backup + " copies the owner: " + backup.record);
            return;
        }
        try {
            backup.record = rules.applyOnBackup(outcome, backup.record);
        } catch (LaggingBackupException e) {
            loop.trace(() -> backup + " lags: " + e.getMessage());
            return;
        }
        backup.missed = false;
        loop.trace(() -> backup + " applies " + outcome.getClass().getSimpleName() + ": " + backup.record);
        Runnable applied = message.applied;
        if (applied != null && !chaos.loses()) {
            loop.after(chaos.delay(), applied);
        }
    }

    /** The owner sends its whole replica. */
    private void copyTo(SimReplica backup) {
        send(backup, new SimReplica.Message(null, owner.record, null));
    }

    /** What anti-entropy does now and then. */
    void repair() {
        backups.forEach(this::copyTo);
    }

    // ---------------------------------------------------------------- failures

    void killOwner() {
        SimReplica dying = owner;
        loop.trace(() -> dying + ", the owner, dies");
        dying.dead = true;
        loop.after(loop.between(5, 80), this::promote);
    }

    void killBackup() {
        SimReplica dying = backups.remove(loop.below(backups.size()));
        loop.trace(() -> dying + ", a backup, dies");
        dying.dead = true;
        loop.after(loop.between(20, 150), this::fill);
    }

    /** The owner stands still; for long: until another one has taken its place. */
    void pauseOwner(boolean forLong) {
        SimReplica still = owner;
        loop.trace(() -> still + ", the owner, stands still");
        still.paused = true;
        long promotion = loop.between(20, 80);
        if (forLong) {
            loop.after(promotion, () -> {
                still.stale = true;
                believed = still;
                believer = loop.below(3);
                promote();
            });
        }
        loop.after(forLong ? promotion + loop.between(0, 300) : loop.between(5, 100), () -> resume(still));
    }

    private void resume(SimReplica still) {
        loop.trace(() -> still + " goes on");
        still.paused = false;
        List<Runnable> waited = List.copyOf(still.waiting);
        still.waiting.clear();
        waited.forEach(Runnable::run);
        if (still.stale) {
            // It learns what happened, and joins anew without its data.
            loop.after(loop.between(5, 60), () -> still.dead = true);
        }
    }

    private void promote() {
        SimReplica next = backups.remove(loop.below(backups.size()));
        flush(next, loop.oneIn(2));
        backups.forEach(backup -> flush(backup, true));
        epoch++;
        owner = next;
        loop.trace(() -> next + " is the owner now: " + next.record);
        backups.forEach(this::copyTo);
        loop.after(loop.between(0, 150), this::fill);
    }

    private void flush(SimReplica backup, boolean deliver) {
        while (!backup.arriving.isEmpty()) {
            SimReplica.Message message = backup.arriving.remove();
            if (deliver || message.outcome == null) {
                apply(backup, message);
            } else {
                backup.missed = true;
            }
        }
    }

    private void fill() {
        while (backups.size() < backupCount) {
            SimReplica fresh = member();
            loop.trace(() -> fresh + " becomes a backup");
            backups.add(fresh);
            copyTo(fresh);
        }
    }

    /** The owner stops in order: hands over and becomes a backup. */
    void handOver() {
        SimReplica before = owner;
        SimReplica next = backups.remove(0);
        flush(next, true);
        next.record = before.record;
        backups.forEach(backup -> flush(backup, true));
        owner = next;
        backups.add(before);
        backups.forEach(this::copyTo);
        loop.trace(() -> before + " hands over to " + next);
    }
}
