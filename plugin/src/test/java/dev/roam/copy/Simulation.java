package dev.roam.copy;

import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.record.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: two or three nodes and their requests on one key, over a store that loses, repeats, delays and fails, all drawn from one seed. Then
 * the store is left in peace, and what is there in the end must be what the promises allow.
 *
 * <p>Requests, operations and messages are events of one queue, so a schedule is single-threaded and repeatable, and any two steps of different parties
 * may come in any order. The promises are checked by {@link SimOracle} and {@link SimRegister} at every step, and at the end here.
 */
final class Simulation {
    static final long MAX_LATE_MILLIS = 1_500;

    private static final int MAX_SESSIONS = 4;

    /** In one of so many schedules requests run one at a time. */
    private static final int LOCKING_ONE_IN = 4;

    /** In one of so many schedules somebody uses the session in no request. */
    private static final int OUTSIDE_ONE_IN = 3;

    final SimLoop loop;
    final SimChaos chaos;
    final SimCluster cluster;
    final SimOracle oracle;
    final long touchCapMillis;
    final boolean locking;

    /** The timeout until a second request uses a session; 0: none. */
    final long trialMillis;

    private final List<SimNode> nodes = new ArrayList<>();
    private final boolean readMostly;
    private final long gapMillis;
    private final @Nullable SimOutside outside;
    private int started;
    private int numbers;
    private int ids;
    private String cookie = SimNode.KEY;
    private final List<String> cookies = new ArrayList<>(List.of(SimNode.KEY));

    private Simulation(long seed, SimRules rules, boolean traced) {
        loop = new SimLoop(seed, traced);
        chaos = new SimChaos(loop);
        oracle = new SimOracle(loop);
        cluster = new SimCluster(loop, rules, oracle, chaos, loop.oneIn(4) ? 2 : 1);
        touchCapMillis = loop.oneIn(3) ? 150 : 60_000;
        trialMillis = seed % 3 == 2 ? 400 : 0;
        readMostly = loop.oneIn(4);
        gapMillis = readMostly ? 1_500 : loop.oneIn(3) ? 400 : 60;
        locking = seed % LOCKING_ONE_IN == 2;
        outside = seed % OUTSIDE_ONE_IN == 1 && !locking ? new SimOutside(this, seed) : null;
        int count = 2 + loop.below(2);
        for (int i = 0; i < count; i++) {
            startNode(i);
        }
    }

    /**
     * Runs the schedule of a seed.
     *
     * @return how many events it had
     * @throws SimViolation if a promise is broken
     */
    static long run(long seed, SimRules rules, boolean traced) {
        Simulation simulation = new Simulation(seed, rules, traced);
        simulation.storm();
        simulation.calm();
        return simulation.loop.ran();
    }

    // ------------------------------------------------------- what requests ask

    int nextNumber() {
        return ++numbers;
    }

    String nextId() {
        return ++ids + "~" + SimNode.KEY;
    }

    int timeoutSeconds() {
        return 1 + loop.below(readMostly ? 2 : 3);
    }

    long longThinkMillis() {
        return readMostly ? 1_500 : 100;
    }

    boolean mayCreate() {
        return oracle.sessions().size() < MAX_SESSIONS;
    }

    /** A response told the browser this id. */
    void cookie(String id) {
        cookie = id;
        cookies.add(id);
    }

    /** The browser's session was unknown; it forgets the id. */
    void loggedOut(String id) {
        if (cookie.equals(id)) {
            cookie = SimNode.KEY;
        }
    }

    // ------------------------------------------------------------------- storm

    private void startNode(int index) {
        nodes.add(new SimNode("node " + (char) ('A' + started++), index, this, nodes));
    }

    private SimNode anyNode() {
        List<SimNode> alive = nodes.stream().filter(node -> !node.dead).toList();
        if (alive.isEmpty()) {
            startNode(0);
            return nodes.get(nodes.size() - 1);
        }
        return alive.get(loop.below(alive.size()));
    }

    /** One of those that are alive; null: none is. */
    @Nullable
    SimNode aliveNode(int number) {
        List<SimNode> alive = nodes.stream().filter(node -> !node.dead).toList();
        return alive.isEmpty() ? null : alive.get(number % alive.size());
    }

    private void storm() {
        request(true);
        if (loop.oneIn(10)) {
            // A second node makes a session of the same id at the same time (a cross-context dispatch).
            loop.after(loop.between(0, 10), () -> request(true));
        }
        int requests = readMostly ? 4 + loop.below(5) : 4 + loop.below(9);
        long at = loop.between(0, 20);
        for (int i = 0; i < requests; i++) {
            loop.after(at, () -> request(false));
            at += loop.oneIn(3) ? loop.between(0, 3) : loop.between(0, gapMillis);
        }
        long end = at;
        if (outside != null) {
            outside.run(end);
        }
        for (int i = loop.below(4); i > 0; i--) {
            loop.after(loop.between(0, end / SimLoop.MILLI), this::fail);
        }
        loop.runUntil(end + loop.between(0, 300));
    }

    private void request(boolean creates) {
        SimNode node = anyNode();
        String id = loop.oneIn(6) ? cookies.get(loop.below(cookies.size())) : cookie;
        boolean makes = creates && node.copy() == null;
        SimRequest request = new SimRequest(this, node, "request " + ++started, id, readMostly && loop.below(10) > 0);
        if (makes) {
            request.runCreating();
        } else {
            request.run();
        }
    }

    private void fail() {
        if (locking && loop.oneIn(3)) {
            anyNode().standStill(loop.between(0, 2 * SimTurns.LEASE_MILLIS));
            return;
        }
        int kind = loop.below(8);
        if (kind == 0) {
            SimNode node = anyNode();
            node.die();
            if (loop.oneIn(2)) {
                loop.after(loop.between(0, 100), () -> startNode(node.index));
            }
        } else if (kind == 1) {
            cluster.repair();
        } else if (cluster.isWhole()) {
            if (kind < 4) {
                cluster.killOwner();
            } else if (kind < 5) {
                cluster.killBackup();
            } else if (kind < 6) {
                cluster.handOver();
            } else {
                cluster.pauseOwner(loop.oneIn(2));
            }
        }
    }

    // -------------------------------------------------------------------- calm

    private void calm() {
        chaos.calm();
        loop.trace(() -> "-------- calm");
        anyNode();
        loop.runUntil(loop.now() + (longThinkMillis() * 6 + 500) * SimLoop.MILLI);
        agree();
        for (SimNode node : List.copyOf(nodes)) {
            if (!node.dead) {
                compare(node);
            }
        }
        loop.runUntil(loop.now() + 100 * SimLoop.MILLI);
        // The longest timeout, one touch interval, what a claimer may be silent for, a few rounds of the reaper.
        long end = 3_000 + 300 + 3 * SimEnding.CLAIM_MILLIS + 4 * SimNode.REAP_MILLIS + MAX_LATE_MILLIS;
        loop.runUntil(loop.now() + end * SimLoop.MILLI);
        oracle.finish(cluster.owner().record);
        for (SimNode node : List.copyOf(nodes)) {
            if (!node.dead) {
                new SimRequest(this, node, "last request", cookie, true).run();
            }
        }
        long turns = locking ? CopyState.LEASE_MILLIS + SimTurns.TIMEOUT_MILLIS : 0;
        loop.runUntil(loop.now() + (longThinkMillis() * 3 + 300 + turns) * SimLoop.MILLI);
        for (SimNode node : nodes) {
            if (!node.dead) {
                requireNoTurn(node);
            }
        }
    }

    /** After one more change that is acknowledged, all replicas are the same. */
    private void agree() {
        SessionRecord record = cluster.owner().record;
        if (record == null || !(record.state() instanceof State.Live)) {
            return;
        }
        CommitId id = new CommitId(new Writer(4711, 4711), 1);
        Map<AttributeKey, Change> none = new HashMap<>();
        Operation probe = new Operation.Commit(record.incarnation(), id, none, HeaderChange.NONE, false, null);
        SimNode node = anyNode();
        SimCall.execute(node, probe, node.deadline(), answer -> {
            SessionRecord owners = cluster.owner().record;
            for (SimReplica backup : cluster.backups()) {
                SessionRecord backups = backup.record;
                boolean stillArriving = !backup.arriving.isEmpty();
                if (!stillArriving && (owners == null || backups == null || !owners.sameContents(backups))) {
                    throw new SimViolation("2, replicas differ when all is quiet: " + owners + " and " + backups);
                }
            }
        });
        loop.runUntil(loop.now() + 300 * SimLoop.MILLI);
    }

    private static void requireNoTurn(SimNode node) {
        SimCopy copy = node.copy();
        if (copy != null && !copy.turns.isEmpty()) {
            throw new SimViolation(node + " has a turn that nobody uses");
        }
    }

    /** What an idle node's copy shows after an open is what the record holds. */
    private void compare(SimNode node) {
        SimCopy copy = node.find(cookie);
        boolean settled = copy.state.stage() != CopyState.Stage.NEW && !copy.isUnstored();
        if (copy.state.active() > 0 || copy.isBusy() || !settled) {
            return;
        }
        copy.enter();
        copy.open(null, result -> {
            SessionRecord record = cluster.owner().record;
            if (result == SimCopy.Result.DONE && copy.state.stage() == CopyState.Stage.LIVE && record != null) {
                for (AttributeKey key : SimAttributes.ATTRIBUTES) {
                    compare(
                            node,
                            key,
                            copy.state.slots().slot(key),
                            record.attributes().get(key));
                }
                if (!copy.state.id().equals(record.header().id())
                        || copy.state.maxInactive() != record.header().maxInactive()
                        || !Objects.equals(
                                copy.state.identity(), record.header().identity())) {
                    throw new SimViolation(
                            "1: " + node + " shows id " + copy.state.id() + ", timeout " + copy.state.maxInactive()
                                    + " and user " + copy.state.identity() + ", the record has " + record.header());
                }
            }
            copy.leave(() -> {});
        });
        loop.runUntil(loop.now() + 20 * SimLoop.MILLI);
    }

    private static void compare(SimNode node, AttributeKey key, @Nullable Slot slot, @Nullable AttributeValue value) {
        if (slot != null && (slot.local || slot.dirty != 0)) {
            return;
        }
        int shown = SimRegister.ABSENT;
        if (slot != null && slot.live != null) {
            shown = SimBox.numberOf(slot.live.value);
        } else if (slot != null && slot.bytes != null) {
            shown = SimBox.numberIn(slot.bytes);
        }
        byte[] bytes = value == null ? null : value.bytes();
        int stored = bytes == null ? SimRegister.ABSENT : SimBox.numberIn(bytes);
        if (shown != stored) {
            throw new SimViolation(
                    "1: " + node + " shows " + key.name() + " = " + shown + ", the record has " + stored);
        }
    }
}
