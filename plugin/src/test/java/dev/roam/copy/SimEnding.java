package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import org.jspecify.annotations.Nullable;

/** A claim that a node holds, as {@link HeldEnding}: fires the events, which takes a while, renews meanwhile, and drops the record. */
final class SimEnding {
    static final long CLAIM_MILLIS = 1_000;

    private static final long CLAIM_MICROS = CLAIM_MILLIS * SimLoop.MILLI;

    private final SimCopy copy;
    private final CommitId claim;
    private final Cause cause;
    private final boolean unsaved;
    private final SimNode node;
    private long until;
    private boolean closed;
    private SimSession.@Nullable Firing firing;

    SimEnding(SimCopy copy, CommitId claim, Cause cause, long from, boolean unsaved) {
        this.copy = copy;
        this.claim = claim;
        this.cause = cause;
        this.unsaved = unsaved;
        this.node = copy.node;
        this.until = from + CLAIM_MICROS;
        SimSession session = copy.session;
        if (session != null && !unsaved) {
            session.goneFor(node.name, SimSession.CLAIMED, node.loop.now());
        }
    }

    /** Fires the events; or the node dies first, or is silent beyond its claim. */
    void run(Runnable then) {
        SimLoop loop = node.loop;
        if (!node.chaos.isCalm() && loop.oneIn(15)) {
            node.die();
            return;
        }
        boolean silent = !node.chaos.isCalm() && loop.oneIn(15);
        SimSession session = copy.session;
        if (session != null && !unsaved) {
            loop.trace(() -> node + " fires the events of " + session);
            firing = session.fire(node.name, loop.now(), until);
        }
        boolean slow = loop.oneIn(4);
        if (!silent && !unsaved) {
            loop.after(CLAIM_MICROS / 3, this::renew);
        }
        node.later(silent || slow ? loop.between(1_000, 2_500) : loop.between(0, 5), () -> close(then));
    }

    private void renew() {
        CommitId incarnation = copy.state.incarnation();
        if (closed || node.dead) {
            return;
        }
        long sent = node.loop.now();
        Operation again = new Operation.Claim(incarnation, claim, cause, CLAIM_MILLIS, copy.state.known());
        SimCall.execute(node, again, sent + CLAIM_MICROS / 3, answer -> {
            if (answer instanceof Answer.Held && firing != null) {
                until = sent + CLAIM_MICROS;
                firing.until = Math.max(firing.until, until);
            }
        });
        node.loop.after(CLAIM_MICROS / 3, this::renew);
    }

    private void close(Runnable then) {
        closed = true;
        CommitId incarnation = copy.state.incarnation();
        if (unsaved || incarnation == null) {
            ended(then);
            return;
        }
        SimCall.execute(node, new Operation.Drop(incarnation, claim), node.deadline(), answer -> {
            if (answer instanceof Answer.Held && firing != null) {
                firing.dropped = true;
            }
            ended(then);
        });
    }

    private void ended(Runnable then) {
        copy.state.gone(Reason.ABSENT);
        node.forget(copy);
        CommitId incarnation = copy.state.incarnation();
        if (incarnation != null) {
            node.announce(incarnation);
        }
        then.run();
    }
}
