package dev.roam.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, where requests of one session run one at a time, and who waits. A ticket names one request's turn for ever. Each turn is held for as long
 * as its lease lasts and until another one takes it: a lease that ran out while nobody waited changes nothing. Immutable.
 *
 * @param holder whose turn it is; null: nobody's
 * @param waiting who waits, in order of arrival
 * @param over the latest tickets whose turn was given back or lost, oldest first: what arrives late for one of them gets no turn
 */
public record Turns(@Nullable Turn holder, List<Turn> waiting, List<CommitId> over) {
    /** Nobody's turn, nobody waits. */
    public static final Turns NONE = new Turns(null, List.of(), List.of());

    /** How many tickets are remembered that are over. */
    private static final int MAX_OVER = 8;

    /**
     * One request's turn, or its place among those that wait.
     *
     * @param until when its lease is over, in milliseconds since the epoch (owner's cluster time)
     */
    public record Turn(CommitId ticket, long until) {}

    /** Copies, so that it stays as it is. */
    public Turns {
        waiting = List.copyOf(waiting);
        over = List.copyOf(over);
    }

    /** The turn of whoever creates the session. */
    static Turns of(CommitId ticket, long until) {
        return new Turns(new Turn(ticket, until), List.of(), List.of());
    }

    /** Whether it is that ticket's turn, be its lease over or not. */
    public boolean isHeldBy(CommitId ticket) {
        return holder != null && holder.ticket().equals(ticket);
    }

    /** Whether that ticket had its turn, or gave up waiting. */
    boolean isOver(CommitId ticket) {
        return over.contains(ticket);
    }

    /** It is still there: as holder, or as one that waits. Who comes first comes first; who is silent for longer than his lease has left. */
    Turns asked(CommitId ticket, long now, long lease) {
        if (isHeldBy(ticket)) {
            return new Turns(new Turn(ticket, now + lease), waiting, over);
        }
        List<Turn> queue = new ArrayList<>();
        boolean queued = false;
        for (Turn each : waiting) {
            boolean same = each.ticket().equals(ticket);
            if (same || each.until() > now) {
                queue.add(same ? new Turn(ticket, now + lease) : each);
            }
            queued |= same;
        }
        if (!queued) {
            queue.add(new Turn(ticket, now + lease));
        }
        if (holder != null && holder.until() > now) {
            return new Turns(holder, queue, over);
        }
        return next(queue, holder == null ? over : remembered(holder.ticket()), now, lease);
    }

    /** A turn is given back, or who waits for one gives up; the next in the queue has it at once. */
    Turns released(CommitId ticket, long now, long lease) {
        List<Turn> queue = new ArrayList<>(waiting);
        queue.removeIf(each -> each.ticket().equals(ticket) || each.until() <= now);
        List<CommitId> rest = isOver(ticket) ? over : remembered(ticket);
        return holder != null && !isHeldBy(ticket) ? new Turns(holder, queue, rest) : next(queue, rest, now, lease);
    }

    private static Turns next(List<Turn> queue, List<CommitId> over, long now, long lease) {
        if (queue.isEmpty()) {
            return new Turns(null, queue, over);
        }
        Turn first = queue.remove(0);
        return new Turns(new Turn(first.ticket(), now + lease), queue, over);
    }

    private List<CommitId> remembered(CommitId ticket) {
        List<CommitId> all = new ArrayList<>(over);
        all.add(ticket);
        return all.size() <= MAX_OVER ? all : all.subList(all.size() - MAX_OVER, all.size());
    }
}
