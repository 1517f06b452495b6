package dev.roam.copy;

import dev.roam.record.Outcome;
import dev.roam.record.SessionRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member's replica of the partition that holds the one record of a schedule. */
final class SimReplica {
    final String name;
    final long skewMillis;

    @Nullable
    SessionRecord record;

    boolean dead;

    /** It stands still: what arrives waits. */
    boolean paused;

    /** It was the owner, another one was promoted meanwhile, and it does not know that yet. */
    boolean stale;

    /** Whether it has got its first copy of the partition. */
    boolean synced;

    /** What arrived while it stood still. */
    final List<Runnable> waiting = new ArrayList<>();

    /** Messages from the owner on their way here; they arrive in the order in which they were sent. */
    final Deque<Message> arriving = new ArrayDeque<>();

    long lastArrival;

    /** A message to it was lost, and nothing since has brought what was in it. */
    boolean missed;

    /** One message of the owner. */
    static final class Message {
        /** What to apply; null: take over the owner's record. */
        final @Nullable Outcome outcome;

        final @Nullable SessionRecord whole;
        final @Nullable Runnable applied;

        Message(@Nullable Outcome outcome, @Nullable SessionRecord whole, @Nullable Runnable applied) {
            this.outcome = outcome;
            this.whole = whole;
            this.applied = applied;
        }
    }

    SimReplica(String name, long skewMillis) {
        this.name = name;
        this.skewMillis = skewMillis;
    }

    @Override
    public String toString() {
        return name;
    }
}
