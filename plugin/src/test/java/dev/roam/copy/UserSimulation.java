package dev.roam.copy;

import dev.roam.Cause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: two or three nodes log one user in and out in several sessions, over a user's record that loses, repeats, delays and fails, all drawn from
 * one seed. Then all is left in peace, and what is there in the end must be what is promised.
 */
final class UserSimulation {
    private static final int MAX_SESSIONS = 5;

    final SimLoop loop;
    final UserSimRules rules;
    final UserSimOracle oracle;
    final UserSimRecord record;
    final int limit;
    final boolean refuses;

    private final SimChaos chaos;
    private final Map<String, UserSimSession> sessions = new LinkedHashMap<>();
    private final List<UserSimNode> nodes = new ArrayList<>();
    private int started;

    private UserSimulation(long seed, UserSimRules rules, boolean traced) {
        this.loop = new SimLoop(seed, traced);
        this.rules = rules;
        this.chaos = new SimChaos(loop);
        this.limit = loop.below(3); // 0: none
        this.refuses = loop.oneIn(2);
        this.oracle = new UserSimOracle(loop, sessions, limit, refuses);
        this.record = new UserSimRecord(loop, chaos, rules, oracle);
        for (int i = 2 + loop.below(MAX_SESSIONS - 1); i > 0; i--) {
            String key = "session" + i;
            sessions.put(key, new UserSimSession(key));
        }
        for (int i = 2 + loop.below(2); i > 0; i--) {
            startNode();
        }
    }

    /**
     * Runs the schedule of a seed.
     *
     * @return how many events it had
     * @throws SimViolation if a promise is broken
     */
    static long run(long seed, UserSimRules rules, boolean traced) {
        UserSimulation simulation = new UserSimulation(seed, rules, traced);
        simulation.storm();
        simulation.calm();
        return simulation.loop.ran();
    }

    Collection<UserSimSession> sessions() {
        return sessions.values();
    }

    UserSimSession session(String key) {
        return Objects.requireNonNull(sessions.get(key));
    }

    private void startNode() {
        nodes.add(new UserSimNode("node " + ++started, started, this));
    }

    private UserSimNode anyNode() {
        List<UserSimNode> alive = nodes.stream().filter(node -> !node.dead).toList();
        return alive.get(loop.below(alive.size()));
    }

    private UserSimSession anySession() {
        List<UserSimSession> all = List.copyOf(sessions.values());
        return all.get(loop.below(all.size()));
    }

    /** Whether a node reaps: in the storm all do, as nodes that have not heard of each other; afterwards one. */
    boolean reaps(UserSimNode node) {
        return !chaos.isCalm()
                || node == nodes.stream().filter(one -> !one.dead).findFirst().orElse(null);
    }

    // ------------------------------------------------------------------ store

    /** Runs something later, unless that node is dead by then. */
    void later(UserSimNode node, long micros, Runnable task) {
        loop.after(micros, () -> {
            if (!node.dead) {
                task.run();
            }
        });
    }

    /** Asks the sessions' records; the question or its answer may be lost: null, after the deadline. */
    <T> void ask(UserSimNode node, Supplier<T> question, Consumer<@Nullable T> then) {
        boolean lost = chaos.loses();
        boolean unheard = chaos.loses();
        loop.after(chaos.delay(), () -> {
            T answer = lost ? null : question.get();
            if (lost || unheard) {
                later(node, UserSimNode.DEADLINE_MILLIS * SimLoop.MILLI, () -> then.accept(null));
            } else {
                later(node, chaos.delay(), () -> then.accept(answer));
            }
        });
    }

    /** A changing operation: sent again it answers as it did. */
    <T> Function<UserSimSession, T> once(Supplier<T> change) {
        List<T> first = new ArrayList<>(1);
        return session -> {
            if (first.isEmpty()) {
                first.add(change.get());
            }
            return first.get(0);
        };
    }

    /** Stores whether a session is the user's, and makes it if it was never there; answers its version, 0: it has ended. */
    int set(UserSimSession session, boolean ofUser) {
        if (session.cause != null) {
            return 0;
        }
        if (session.isUsers() && !ofUser) {
            oracle.left(session);
        }
        session.stored = true;
        session.ofUser = ofUser;
        session.version++;
        loop.trace(() -> "stored: " + session);
        return session.version;
    }

    /** Answers whether that node may end the session now. */
    boolean claim(UserSimSession session, UserSimNode node, Cause cause) {
        if (!session.stored || session.dropped || (session.cause != null && loop.now() < session.claimedUntil)) {
            return false;
        }
        if (session.cause == null) {
            if (session.isUsers()) {
                oracle.left(session);
            }
            session.cause = cause;
        }
        session.claimer = node;
        session.claimedUntil = loop.now() + UserSimNode.CLAIM_MILLIS * SimLoop.MILLI;
        loop.trace(() -> node + " ends " + session);
        return true;
    }

    /** Answers whether the claim of that node still held. */
    boolean drop(UserSimSession session, UserSimNode node) {
        boolean held = session.claimer == node;
        session.dropped |= held;
        return held;
    }

    // ------------------------------------------------------- storm, then calm

    private void storm() {
        long at = 0;
        for (int i = 4 + loop.below(7); i > 0; i--) {
            at += loop.oneIn(2) ? loop.between(0, 3) : loop.between(0, 300);
            loop.after(at, this::act);
        }
        for (int i = loop.below(3); i > 0; i--) {
            loop.after(loop.between(0, at / SimLoop.MILLI), this::fail);
        }
        watch(at);
        loop.runUntil(at + loop.between(0, 200));
    }

    private void watch(long until) {
        oracle.compare(record);
        if (loop.now() < until) {
            loop.after(loop.between(1, 100), () -> watch(until));
        }
    }

    private void act() {
        int kind = loop.below(10);
        UserSimNode node = anyNode();
        UserSimSession session = anySession();
        if (kind < 6) {
            node.login(session);
        } else if (kind < 8) {
            node.logout(session);
        } else {
            node.end(session, loop.oneIn(2) ? Cause.TIMEOUT : Cause.INVALIDATED);
        }
    }

    private void fail() {
        if (loop.oneIn(2)) {
            record.killOwner();
        } else {
            UserSimNode dying = anyNode();
            loop.trace(() -> dying + " dies");
            startNode();
            dying.dead = true;
        }
    }

    private void calm() {
        chaos.calm();
        loop.trace(() -> "-------- calm");
        // What is late arrives, what is young grows old, claims lapse, and two rounds of healing follow.
        long end = Simulation.MAX_LATE_MILLIS
                + UserSimNode.YOUNG_MILLIS
                + UserSimNode.CLAIM_MILLIS
                + 2 * (UserSimNode.CHECK_MILLIS + UserSimNode.REAP_MILLIS);
        loop.runUntil(loop.now() + end * SimLoop.MILLI);
        oracle.compare(record);
        oracle.finish(record.record());
    }
}
