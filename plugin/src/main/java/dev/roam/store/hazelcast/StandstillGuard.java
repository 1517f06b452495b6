package dev.roam.store.hazelcast;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that this JVM stood still, and then trusts nothing that its own member says until another member has confirmed that it still belongs to the
 * cluster. A member that was stopped for longer than the heartbeat timeout has been removed by the others without knowing; being the owner in its own
 * eyes, it would answer itself with the past.
 *
 * <p>A thread calls {@link #tick} far more often than the limit; every operation asks {@link #isTrusted} before and after. Both look at the time since
 * the last tick, so it does not matter which of them runs first when the JVM goes on.
 *
 * <p>Doubt ends when another member confirms ({@code confirmation}), when the member has joined anew ({@link #rejoined}), at once if it was the only
 * member before it stood still, and otherwise, if nobody is left to ask, after a time in which a divided cluster would have met again.
 */
public final class StandstillGuard {
    private static final Logger LOG = System.getLogger(StandstillGuard.class.getName());

    private final LongSupplier nanoTime;
    private final long limitNanos;
    private final long alonePatienceNanos;
    private final IntSupplier members;
    private final BooleanSupplier confirmation;

    private volatile long lastTick;
    private volatile boolean doubted;
    /** Raised with every doubt; a confirmation that began before counts for nothing. Written only under this. */
    private volatile int doubts;

    /** Guarded by this. */
    private long doubtedAt;

    /** Guarded by this. */
    private int membersBefore;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param limitNanos longer gaps raise doubt; half the heartbeat timeout
     * @param alonePatienceNanos for how long to wait for others to be met again when nobody is left to ask
     * @param members how many members there are in this member's eyes
     * @param confirmation asks the other members, blocking for a bounded time; whether one of them counts this member in
     */
    public StandstillGuard(
            LongSupplier nanoTime,
            long limitNanos,
            long alonePatienceNanos,
            IntSupplier members,
            BooleanSupplier confirmation) {
        this.nanoTime = nanoTime;
        this.limitNanos = limitNanos;
        this.alonePatienceNanos = alonePatienceNanos;
        this.members = members;
        this.confirmation = confirmation;
        this.lastTick = nanoTime.getAsLong();
        this.membersBefore = members.getAsInt();
    }

    /** Says that the JVM runs. */
    public void tick() {
        long now = nanoTime.getAsLong();
        if (now - lastTick > limitNanos) {
            doubt(now);
            return;
        }
        lastTick = now;
        if (!doubted) {
            noteMembers();
        }
    }

    /** Whether what this member says can be believed now. */
    public boolean isTrusted() {
        if (doubted) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (now - lastTick <= limitNanos) {
            return true;
        }
        return !doubt(now);
    }

    /** Doubts so far. */
    int doubts() {
        return doubts;
    }

    /** Tries to end a doubt; may block. To be called again and again, not on the thread that ticks. */
    public void resolve() {
        int asked;
        synchronized (this) {
            if (!doubted) {
                return;
            }
            asked = doubts;
        }
        boolean alone = members.getAsInt() <= 1;
        if (!alone && confirmation.getAsBoolean()) {
            settle(asked, "another member has confirmed that this one belongs to the cluster");
        } else if (alone && isPatienceOver()) {
            settle(asked, "no other member was met again; going on alone");
        }
    }

    /** This member has joined the cluster anew. */
    public void rejoined() {
        int asked;
        synchronized (this) {
            asked = doubts;
        }
        settle(asked, "this member has joined anew");
    }

    /** Answers whether there is doubt: a member that was the only one has nobody to doubt it. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // it is synchronized
    private synchronized boolean doubt(long now) {
        long gap = now - lastTick;
        if (gap <= limitNanos) {
            return doubted; // another thread was faster
        }
        lastTick = now;
        if (membersBefore <= 1 && !doubted) {
            return false;
        }
        doubts++;
        doubted = true;
        doubtedAt = now;
        LOG.log(
                Level.WARNING,
                "this JVM stood still for {0} ms; its sessions count as unreachable until another member confirms that it still belongs"
                        + " to the cluster. If this comes often: long collections, a suspended machine, too little CPU",
                TimeUnit.NANOSECONDS.toMillis(gap));
        return true;
    }

    private synchronized boolean isPatienceOver() {
        return nanoTime.getAsLong() - doubtedAt > alonePatienceNanos;
    }

    private synchronized void noteMembers() {
        membersBefore = members.getAsInt();
    }

    private synchronized void settle(int asked, String why) {
        if (doubted && asked == doubts && nanoTime.getAsLong() - lastTick <= limitNanos) {
            doubted = false;
            membersBefore = members.getAsInt();
            LOG.log(Level.INFO, "after a standstill: {0}", why);
        }
    }
}
