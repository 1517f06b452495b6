package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.user.Entered;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most one operation of a copy be under way, without holding a lock meanwhile. One thread leads: it plans under the lock, encodes and sends
 * without it, and takes in the answer under it. Whoever comes meanwhile waits for the leader to finish, looks whether its own wish is fulfilled by then,
 * and leads the next round otherwise. So commits that arrive together go together, and a node never overtakes itself. Every wait ends by a deadline.
 */
final class Lane {
    private static final Logger LOG = System.getLogger(Lane.class.getName());

    private final CopyHost<?> host;

    /** Guarded by {@link #lock}. */
    private final CopyState state;

    /** Guarded by {@link #lock}. */
    private final CopyLogin login;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    /** The thread that leads; guarded by {@link #lock}. */
    private @Nullable Thread leader;

    /** When the store last learned of a use, by the monotonic clock; written by the leader, read by anyone. */
    private volatile long toldNanos;

    /** When the latest use was of which the backups are known to know, by the monotonic clock. */
    private volatile long backedUpNanos;

    Lane(CopyHost<?> host, CopyState state) {
        this.host = host;
        this.state = state;
        this.login = new CopyLogin(host, state);
        this.toldNanos = host.nanoTime();
        this.backedUpNanos = toldNanos;
    }

    /** Reads under the lock. */
    <T extends @Nullable Object> T locked(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Acts under the lock. */
    void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** A condition to wait for under the lock. */
    Condition condition() {
        return lock.newCondition();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * Leads if nobody does; otherwise waits until somebody has finished. The lock is held, and released while waiting.
     *
     * @return whether this thread leads now, and must {@link #release}; false: look again
     * @throws StoreException if the deadline passed
     * @throws IllegalStateException if this thread leads already: what a commit runs (a listener, {@code writeObject}) wants to rename or end the
     *     session that is being stored
     */
    boolean tryLead(long deadline) {
        if (leader == null) {
            leader = Thread.currentThread();
            return true;
        }
        if (isLedByThisThread()) {
            throw new IllegalStateException(
                    "session " + host.head(state.key())
                            + " cannot be renamed or ended by what is called while it is being stored (a passivation listener, writeObject)");
        }
        try {
            long left = deadline - host.nanoTime();
            while (leader != null && left > 0) {
                left = idle.awaitNanos(left);
                if (leader == null) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unavailable();
            throw new StoreException("interrupted while waiting for session " + host.head(state.key()), e);
        }
        unavailable();
        throw new StoreException(
                "session " + host.head(state.key())
                        + ": an earlier operation on it has not been answered within storeTimeout; the store counts as unreachable");
    }

    /** Waits until this thread leads. The lock is held, and released while waiting. */
    void lead(long deadline) {
        boolean leads;
        do {
            leads = tryLead(deadline);
        } while (!leads);
    }

    /** Whether this thread leads, and is running foreign code on the way. The lock is held. */
    boolean isLedByThisThread() {
        return leader == Thread.currentThread();
    }

    void release() {
        leader = null;
        idle.signalAll();
    }

    /** Runs foreign code without the lock; the lock is held before and after, and this thread leads. */
    void outside(Runnable foreign) {
        lock.unlock();
        try {
            foreign.run();
        } finally {
            lock.lock();
        }
    }

    /**
     * Sends without the lock; the lock is held before and after, and this thread leads.
     *
     * @return whether there is a session for who asked
     * @throws StoreException if no answer became known by the deadline
     */
    boolean send(Sending sending, long deadline) {
        long sent = host.nanoTime();
        // One that is sent again may have been applied long ago.
        boolean first = state.unresolved() == null;
        CopyLogin.Step step = login.step(sending);
        List<Entered> entered = List.of();
        Identity before = state.storedIdentity();
        Answer answer = null;
        lock.unlock();
        try {
            if (step != null) {
                entered = login.before(step, deadline);
            }
            answer = host.store().execute(state.key(), sending.operation(), Math.max(1, deadline - sent));
        } finally {
            lock.lock();
            login.noted(entered);
            if (answer == null) {
                unavailable();
                state.unanswered(sending);
            }
        }
        if (answer instanceof Answer.Refused refused && refused.reason() == Answer.Reason.TOO_LARGE) {
            host.counters().tooLarge();
        }
        if (!(answer instanceof Answer.Waiting)) {
            told(sent);
        }
        if (first && answer instanceof Answer.Held && sending.operation().isSign()) {
            backedUp(sent);
        }
        boolean known = state.isKnownLost();
        boolean there = state.answered(sending, answer);
        if (answer instanceof Answer.Refused refused && refused.reason() == Reason.LOCK_LOST) {
            if (!known) {
                host.counters().lockLost();
            }
            LOG.log(
                    Level.WARNING,
                    "session " + host.head(state.key())
                            + ": a request lost its turn, as this node stood still or could not reach the store; what it changed is not stored");
        }
        if (step != null) {
            afterLogin(step, answer);
        } else if (!Objects.equals(before, state.storedIdentity())) {
            login.changedElsewhere();
        }
        return there;
    }

    private void afterLogin(CopyLogin.Step step, Answer answer) {
        List<Entered> leaving = login.leaving();
        String again = login.isToBeEnteredAgain(step, answer) ? step.user() : null;
        if (leaving.isEmpty() && again == null) {
            return;
        }
        long deadline = host.deadline();
        Entered[] made = new Entered[1];
        outside(() -> made[0] = login.after(leaving, again, deadline));
        if (made[0] != null) {
            login.noted(List.of(made[0]));
        }
    }

    /** What is about the session's user; the lock is held for what does not say that it waits. */
    CopyLogin login() {
        return login;
    }

    /** The store fails whoever waits. The lock is held. */
    private void unavailable() {
        if (state.active() > 0) {
            host.counters().unavailable();
        }
    }

    /** Finds out what became of an operation without an answer, if there is one. The lock is held, this thread leads. */
    void resolve(long deadline) {
        Sending again = state.unresolved();
        if (again != null) {
            send(again, deadline);
        }
    }

    /** The store has learned of a use at that time. */
    void told(long nanos) {
        if (nanos - toldNanos > 0) {
            toldNanos = nanos;
        }
    }

    long toldNanos() {
        return toldNanos;
    }

    /** The backups know of a use at that time. */
    void backedUp(long nanos) {
        if (nanos - backedUpNanos > 0) {
            backedUpNanos = nanos;
        }
    }

    long backedUpNanos() {
        return backedUpNanos;
    }
}
