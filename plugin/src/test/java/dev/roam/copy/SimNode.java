package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One container node: its working copy of the one key, its keeper and its reaper. When it dies, all that is gone and nothing of it happens any more. */
final class SimNode {
    static final String KEY = "k";
    static final long REAP_MILLIS = 300;

    private static final long STORE_TIMEOUT_MILLIS = 250;
    private static final long TICK_MILLIS = 40;

    final String name;
    final int index;
    final SimLoop loop;
    final SimChaos chaos;
    final SimCluster cluster;
    final SimOracle oracle;
    final long touchCapMillis;
    private final long trialMillis;
    boolean dead;
    private long stillUntil;

    private final Writer writer;
    private final List<SimNode> all;
    private final Set<SimCopy> seen = new LinkedHashSet<>();
    private final Set<SimCopy> kept = new LinkedHashSet<>();
    private @Nullable SimCopy copy;
    private long commits;

    SimNode(String name, int index, Simulation simulation, List<SimNode> all) {
        this.name = name;
        this.index = index;
        this.loop = simulation.loop;
        this.chaos = simulation.chaos;
        this.cluster = simulation.cluster;
        this.oracle = simulation.oracle;
        this.touchCapMillis = simulation.touchCapMillis;
        this.trialMillis = simulation.trialMillis;
        this.all = all;
        this.writer = new Writer(1 + loop.below(Integer.MAX_VALUE), index);
        tick();
        loop.after(loop.between(0, REAP_MILLIS), this::reap);
    }

    /** For that long nothing of this node happens; what comes meanwhile waits. */
    void standStill(long micros) {
        loop.trace(() -> name + " stands still for " + micros / SimLoop.MILLI + " ms");
        stillUntil = Math.max(stillUntil, loop.now() + micros);
    }

    /** Runs something now, or when this node stands still no more; not if it is dead by then. */
    void awake(Runnable task) {
        if (!dead && loop.now() < stillUntil) {
            loop.after(stillUntil - loop.now(), () -> awake(task));
        } else if (!dead) {
            task.run();
        }
    }

    void die() {
        loop.trace(() -> name + " dies");
        dead = true;
    }

    /** Runs something later, unless this node is dead by then. */
    void later(long micros, Runnable task) {
        loop.after(micros, () -> awake(task));
    }

    CommitId nextCommitId() {
        return new CommitId(writer, ++commits);
    }

    long deadline() {
        return loop.now() + STORE_TIMEOUT_MILLIS * SimLoop.MILLI;
    }

    // ------------------------------------------------------------------- table

    SimCopy create(int maxInactive) {
        CopyState state = CopyState.create(KEY, KEY, cluster.ownersClock(), maxInactive, touchCapMillis);
        SimCopy created = new SimCopy(this, state.onTrial(trialMillis));
        copy = created;
        return created;
    }

    /** The copy under the key: the one that is here, unless it is gone, or was forgotten because nothing held it. */
    SimCopy find(String id) {
        SimCopy present = copy;
        if (present == null || present.state.stage() == CopyState.Stage.GONE || mayForget(present)) {
            present = new SimCopy(this, CopyState.found(KEY, id, touchCapMillis));
            copy = present;
        }
        return present;
    }

    private boolean mayForget(SimCopy present) {
        return present.state.active() == 0
                && !present.state.mustStay()
                && !present.isBusy()
                && !kept.contains(present)
                && !seen.contains(present)
                && loop.oneIn(4);
    }

    void forget(SimCopy gone) {
        if (copy == gone) {
            copy = null;
        }
        kept.remove(gone);
    }

    @Nullable
    SimCopy copy() {
        return copy;
    }

    void announce(CommitId incarnation) {
        for (SimNode other : all) {
            if (other != this && !chaos.loses()) {
                loop.after(chaos.delay(), () -> {
                    SimCopy there = other.copy;
                    if (!other.dead && there != null) {
                        there.endedElsewhere(incarnation);
                    }
                });
            }
        }
    }

    /** It is the turn of a request of whichever node. */
    void tellTurn(CommitId ticket) {
        for (SimNode other : all) {
            if (!chaos.loses()) {
                other.later(other == this ? 0 : chaos.delay(), () -> {
                    SimCopy there = other.copy;
                    if (there != null) {
                        there.turns.called(ticket);
                    }
                });
            }
        }
    }

    // ------------------------------------------------------------------ keeper

    void seen(SimCopy used) {
        seen.add(used);
    }

    void keep(SimCopy unstored) {
        kept.add(unstored);
    }

    private void tick() {
        if (dead) {
            return;
        }
        for (SimCopy used : new ArrayList<>(seen)) {
            seen.remove(used);
            used.uses.touch(again -> {
                if (again == null || again) {
                    seen.add(used);
                }
            });
        }
        for (SimCopy unstored : new ArrayList<>(kept)) {
            if (unstored.isUnstored() && !unstored.isBusy()) {
                unstored.commit(result -> {});
            } else if (!unstored.state.mustStay()) {
                kept.remove(unstored);
            }
        }
        later(TICK_MILLIS * SimLoop.MILLI, this::tick);
    }

    // ------------------------------------------------------------------ reaper

    private void reap() {
        if (dead) {
            return;
        }
        SimReplica owner = cluster.owner();
        SessionRecord record = owner.record;
        if (!owner.dead && !owner.paused && record != null && record.isReapable(cluster.ownersClock())) {
            reapKey();
        }
        later(REAP_MILLIS * SimLoop.MILLI, this::reap);
    }

    private void reapKey() {
        SimCopy present = copy;
        SimCopy reaped = present != null && present.state.stage() != CopyState.Stage.GONE
                ? present
                : new SimCopy(this, CopyState.found(KEY, KEY, touchCapMillis));
        if (reaped.state.active() > 0) {
            return;
        }
        reaped.end(Cause.TIMEOUT, ending -> {
            if (ending != null) {
                ending.run(() -> {});
            } else if (reaped.state.stage() == CopyState.Stage.GONE) {
                SimCall.execute(this, new Operation.Forget(), deadline(), answer -> {});
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
