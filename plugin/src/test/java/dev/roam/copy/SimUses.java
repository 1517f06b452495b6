package dev.roam.copy;

import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Refused;
import dev.roam.record.Operation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link UseReports} step by step, with its pauses scaled down as the timeouts are. */
final class SimUses {
    private static final long MAX_UNOPENED_PAUSE = 100 * SimLoop.MILLI;
    private static final long MAX_RUNNING_PAUSE = 500 * SimLoop.MILLI;

    private final SimCopy copy;
    private final SimNode node;
    private final CopyState state;
    private long seen;
    private long enteredAt;
    private long told;
    private long backedUp;
    private long reported;

    SimUses(SimCopy copy) {
        this.copy = copy;
        this.node = copy.node;
        this.state = copy.state;
        this.seen = node.loop.now();
        this.enteredAt = seen;
        this.told = seen;
        this.backedUp = seen;
        this.reported = seen - MAX_RUNNING_PAUSE;
    }

    void entered() {
        seen = node.loop.now();
        enteredAt = seen;
    }

    void left() {
        seen = node.loop.now();
    }

    /** The store has learned of a use at that time. */
    void told(long at) {
        told = Math.max(told, at);
    }

    /** The backups know of a use at that time. */
    void backedUp(long at) {
        backedUp = Math.max(backedUp, at);
    }

    Sending fetch(@Nullable String requested) {
        return state.fetch(requested, state.known() == null || isSignDue());
    }

    boolean shouldHaveBeenSign(Sending fetch, int maxInactiveBefore) {
        return !fetch.operation().isSign() && state.maxInactive() != maxInactiveBefore && isSignDue();
    }

    private boolean isSignDue() {
        return node.loop.now() - backedUp >= touchIntervalMicros() / 2;
    }

    /** @param then gets whether to call again; null: the store did not answer */
    void touch(Consumer<@Nullable Boolean> then) {
        long now = node.loop.now();
        Stage stage = state.stage();
        if (state.active() > 0) {
            seen = now;
        }
        boolean unopened = enteredAt > told;
        long pause = Math.min(touchIntervalMicros() / 2, unopened ? MAX_UNOPENED_PAUSE : MAX_RUNNING_PAUSE);
        boolean stored = stage == Stage.LIVE || stage == Stage.UNCONFIRMED;
        if (!stored || (!unopened && seen - told <= pause)) {
            then.accept(isInUse());
        } else if (now - reported < pause) {
            then.accept(true);
        } else {
            report(now, then);
        }
    }

    private void report(long now, Consumer<@Nullable Boolean> then) {
        reported = now;
        String byId = state.stage() == Stage.LIVE ? null : state.id();
        Operation.Touch touch =
                new Operation.Touch(byId, state.incarnation(), (now - seen) / SimLoop.MILLI, state.isFirstUse());
        SimCall.execute(node, touch, node.deadline(), answer -> {
            if (answer == null) {
                then.accept(null);
                return;
            }
            told(now);
            if (answer instanceof Answer.Held) {
                backedUp(now - touch.age() * SimLoop.MILLI);
                if (!touch.first()) {
                    state.proven();
                }
            }
            if (answer instanceof Refused refused && touch.incarnation() != null && state.stage() == Stage.LIVE) {
                state.gone(refused);
            }
            copy.afterwards();
            then.accept(isInUse());
        });
    }

    private boolean isInUse() {
        return state.active() > 0 && state.stage() != Stage.GONE;
    }

    private long touchIntervalMicros() {
        return state.touchInterval() * SimLoop.MILLI;
    }
}
