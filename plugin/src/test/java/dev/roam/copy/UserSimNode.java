package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.record.CommitId;
import dev.roam.record.Writer;
import dev.roam.user.Login;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node of a schedule: what {@code CopyLogin}, {@code UserSessions} and {@code UserHealer} do, step by step, so that anything may happen between two steps.
 * When it dies, nothing of it happens any more.
 */
final class UserSimNode {
    static final long YOUNG_MILLIS = 1_000;
    static final long CHECK_MILLIS = 800;
    static final long DEADLINE_MILLIS = 250;
    static final long REAP_MILLIS = 250;
    static final long CLAIM_MILLIS = 600;

    private static final int MAX_ROUNDS = 3;

    final SimLoop loop;
    boolean dead;

    private final String name;
    private final UserSimulation simulation;
    private final UserSimRecord record;
    private final Writer writer;
    private final Map<String, Copy> copies = new HashMap<>();
    private long commits;
    private long lookedThrough;

    /** What this node knows of a session; at most one operation at a time. */
    private static final class Copy {
        boolean busy;
        boolean ofUser;
        int known;

        @Nullable
        CommitId entered;

        long enteredAt;
        boolean crowded;
    }

    UserSimNode(String name, int index, UserSimulation simulation) {
        this.name = name;
        this.simulation = simulation;
        this.loop = simulation.loop;
        this.record = simulation.record;
        this.writer = new Writer(1 + loop.below(Integer.MAX_VALUE), index);
        loop.after(loop.between(0, REAP_MILLIS), this::reap);
    }

    private @Nullable Copy lead(UserSimSession session) {
        Copy copy = copies.computeIfAbsent(session.key, key -> new Copy());
        if (copy.busy || dead) {
            return null;
        }
        copy.busy = true;
        return copy;
    }

    private CommitId next() {
        return new CommitId(writer, ++commits);
    }

    // ------------------------------------------------------------------ login

    void login(UserSimSession session) {
        Copy copy = lead(session);
        if (copy == null) {
            return;
        }
        open(session, copy, () -> {
            if (copy.ofUser || session.cause != null) {
                copy.busy = false;
            } else if (simulation.rules.entersAfterCommit()) {
                commit(
                        session,
                        copy,
                        true,
                        () -> enterWithin(session, copy, 1, next(), loop.now(), () -> done(session, copy)));
            } else {
                enterWithin(session, copy, 1, next(), loop.now(), () -> think(session, copy));
            }
        });
    }

    /** An opening: what the node knows is up to date then. */
    private void open(UserSimSession session, Copy copy, Runnable then) {
        simulation.ask(this, () -> session.version, version -> {
            if (version != null && version != copy.known) {
                copy.known = version;
                if (copy.ofUser != session.ofUser) {
                    copy.ofUser = session.ofUser;
                    copy.entered = null;
                }
            }
            then.run();
        });
    }

    private void think(UserSimSession session, Copy copy) {
        long micros = loop.oneIn(8) ? loop.between(0, YOUNG_MILLIS * 2) : loop.between(0, 20);
        simulation.later(this, micros, () -> {
            if (isFresh(copy)) {
                commit(session, copy, true, () -> done(session, copy));
            } else {
                enterWithin(
                        session,
                        copy,
                        1,
                        next(),
                        loop.now(),
                        () -> commit(session, copy, true, () -> done(session, copy)));
            }
        });
    }

    private boolean isFresh(Copy copy) {
        return copy.entered != null && loop.now() - copy.enteredAt < YOUNG_MILLIS / 2 * SimLoop.MILLI;
    }

    private void enterWithin(UserSimSession session, Copy copy, int round, CommitId id, long since, Runnable then) {
        enter(
                copy,
                new UserOperation.Enter(session.key, id, simulation.limit, false, false),
                logins -> {
                    if (logins == null) {
                        copy.busy = false; // the request fails
                        return;
                    }
                    verify(session, logins, round, since, copy, id, then);
                },
                then);
    }

    /** {@code refused} gets the logins if it was refused, null if there was no answer. */
    private void enter(
            Copy copy, UserOperation.Enter operation, Consumer<@Nullable Map<String, Login>> refused, Runnable then) {
        long sent = loop.now();
        record.execute(this, operation, answer -> {
            if (answer == null || !answer.accepted()) {
                refused.accept(answer == null ? null : answer.logins());
                return;
            }
            copy.entered = operation.id();
            copy.enteredAt = sent;
            copy.crowded |= answer.logins().values().stream().anyMatch(Login::leaving);
            then.run();
        });
    }

    private void verify(
            UserSimSession session,
            Map<String, Login> logins,
            int round,
            long since,
            Copy copy,
            CommitId id,
            Runnable then) {
        usersOf(logins, users -> {
            Map<String, CommitId> gone = users == null || round > MAX_ROUNDS ? Map.of() : dead(logins, users);
            if (users == null) {
                copy.busy = false;
            } else if (!gone.isEmpty()) {
                record.execute(this, new UserOperation.Prune(gone), pruned -> {
                    if (pruned == null) {
                        copy.busy = false;
                    } else {
                        enterWithin(session, copy, round + 1, id, since, then);
                    }
                });
            } else if (simulation.refuses) {
                simulation.oracle.refused(session, since);
                copy.busy = false;
            } else {
                enter(
                        copy,
                        new UserOperation.Enter(session.key, id, simulation.limit, true, false),
                        none -> copy.busy = false,
                        then);
            }
        });
    }

    private Map<String, CommitId> dead(Map<String, Login> logins, Map<String, Boolean> users) {
        Map<String, CommitId> dead = new HashMap<>();
        long young = record.now() - (simulation.rules.prunesYoung() ? 0 : YOUNG_MILLIS);
        logins.forEach((key, login) -> {
            if (!users.getOrDefault(key, false) && login.at() < young) {
                dead.put(key, login.id());
            }
        });
        return dead;
    }

    private void usersOf(Map<String, Login> logins, Consumer<@Nullable Map<String, Boolean>> then) {
        simulation.ask(
                this,
                () -> {
                    Map<String, Boolean> users = new HashMap<>();
                    logins.keySet()
                            .forEach(key ->
                                    users.put(key, simulation.session(key).isUsers()));
                    return users;
                },
                then);
    }

    /** Sets the user, or nobody; tries until the outcome is known. Calls {@code then} if the session is there. */
    private void commit(UserSimSession session, Copy copy, boolean ofUser, Runnable then) {
        int known = copy.known;
        Function<UserSimSession, Integer> once = simulation.once(() -> simulation.set(session, ofUser));
        attempt(session, copy, ofUser, once, version -> {
            if (version == 0) {
                copy.ofUser = false;
                CommitId id = copy.entered;
                copy.entered = null;
                leave(session, id, () -> copy.busy = false);
                return;
            }
            copy.known = version;
            copy.ofUser = ofUser;
            if (ofUser && version != known + 1 && simulation.rules.entersAgain()) {
                enterAgain(session, copy, then);
            } else {
                then.run();
            }
        });
    }

    private void attempt(
            UserSimSession session,
            Copy copy,
            boolean ofUser,
            Function<UserSimSession, Integer> once,
            Consumer<Integer> then) {
        simulation.ask(this, () -> once.apply(session), version -> {
            if (version != null) {
                then.accept(version);
            } else if (ofUser && !isFresh(copy) && !simulation.rules.entersAfterCommit()) {
                enterAgain(session, copy, () -> attempt(session, copy, true, once, then));
            } else {
                attempt(session, copy, ofUser, once, then);
            }
        });
    }

    /** What is not answered is tried again: while it is, nobody is told of the login. */
    private void enterAgain(UserSimSession session, Copy copy, Runnable then) {
        enter(copy, again(session), none -> simulation.later(this, 100, () -> enterAgain(session, copy, then)), then);
    }

    private UserOperation.Enter again(UserSimSession session) {
        return new UserOperation.Enter(session.key, next(), simulation.limit, !simulation.refuses, true);
    }

    private void done(UserSimSession session, Copy copy) {
        copy.busy = false;
        if (!copy.crowded) {
            simulation.oracle.acknowledged(session, copy.known);
            return;
        }
        copy.crowded = false;
        record.execute(this, new UserOperation.Find(), found -> {
            Map<String, Login> leaving = new HashMap<>(found == null ? Map.of() : found.logins());
            leaving.values().removeIf(login -> !login.leaving());
            usersOf(leaving, users -> {
                endAll(leaving.keySet(), users);
                if (!leaving.containsKey(session.key)) { // otherwise it has ended itself before anybody is told
                    simulation.oracle.acknowledged(session, copy.known);
                }
            });
        });
    }

    private void endAll(Iterable<String> keys, @Nullable Map<String, Boolean> users) {
        for (String key : keys) {
            if (users != null && users.getOrDefault(key, false)) {
                end(simulation.session(key), Cause.USER_LIMIT);
            }
        }
    }

    // ---------------------------------------------------------- logout and end

    void logout(UserSimSession session) {
        Copy copy = lead(session);
        if (copy == null) {
            return;
        }
        open(session, copy, () -> {
            if (!copy.ofUser) {
                copy.busy = false;
                return;
            }
            idOf(
                    session,
                    copy.entered,
                    id -> commit(session, copy, false, () -> {
                        copy.entered = null;
                        leave(session, id, () -> copy.busy = false);
                    }));
        });
    }

    private void idOf(UserSimSession session, @Nullable CommitId known, Consumer<@Nullable CommitId> then) {
        if (known != null) {
            then.accept(known);
            return;
        }
        record.execute(this, new UserOperation.Find(), found -> {
            Login login = found == null ? null : found.logins().get(session.key);
            then.accept(login == null ? null : login.id());
        });
    }

    private void leave(UserSimSession session, @Nullable CommitId id, Runnable then) {
        if (id == null) {
            then.run();
        } else {
            record.execute(this, new UserOperation.Leave(session.key, id), answer -> then.run());
        }
    }

    void end(UserSimSession session, Cause cause) {
        Copy copy = copies.get(session.key);
        CommitId entered = copy == null ? null : copy.entered;
        Function<UserSimSession, Boolean> once = simulation.once(() -> simulation.claim(session, this, cause));
        simulation.ask(this, () -> once.apply(session), claimed -> {
            if (claimed == null || !claimed) {
                return; // where there is no answer, the claim lapses
            }
            Cause why = session.cause;
            if (why != null) {
                simulation.oracle.fired(session, why);
            }
            idOf(session, entered, id -> leaveWholly(session, id, 0));
        });
    }

    private void leaveWholly(UserSimSession session, @Nullable CommitId id, int round) {
        if (id == null || round == MAX_ROUNDS) {
            simulation.ask(this, () -> simulation.drop(session, this), dropped -> {});
            return;
        }
        record.execute(this, new UserOperation.Leave(session.key, id), answer -> {
            Login other = answer == null ? null : answer.logins().get(session.key);
            leaveWholly(session, other == null ? null : other.id(), round + 1);
        });
    }

    // ----------------------------------------------------------------- reaper

    private void reap() {
        if (dead) {
            return;
        }
        loop.after(REAP_MILLIS * SimLoop.MILLI, this::reap);
        if (!simulation.reaps(this)) {
            return;
        }
        for (UserSimSession session : simulation.sessions()) {
            if (session.cause != null && !session.dropped && session.claimedUntil <= loop.now()) {
                end(session, session.cause);
            }
        }
        UserRecord there = record.record();
        if (there != null && there.isToBeChecked(record.now() - CHECK_MILLIS)) {
            check();
        }
        if (loop.now() - lookedThrough > CHECK_MILLIS * SimLoop.MILLI) {
            lookedThrough = loop.now();
            enterMissing();
        }
    }

    private void check() {
        record.execute(this, new UserOperation.Find(), found -> {
            if (found == null) {
                return;
            }
            Map<String, Login> logins = found.logins();
            usersOf(logins, users -> {
                if (users == null) {
                    return;
                }
                if (simulation.rules.reapersEnd()) {
                    Map<String, Login> leaving = new HashMap<>(logins);
                    leaving.values().removeIf(login -> !login.leaving());
                    endAll(leaving.keySet(), users);
                }
                record.execute(this, new UserOperation.Prune(dead(logins, users)), pruned -> {});
            });
        });
    }

    private void enterMissing() {
        List<UserSimSession> users = new ArrayList<>();
        for (UserSimSession session : simulation.sessions()) {
            if (session.isUsers()) {
                users.add(session);
            }
        }
        if (users.isEmpty()) {
            return;
        }
        record.execute(this, new UserOperation.Find(), found -> {
            for (UserSimSession session : users) {
                if (found != null && !found.logins().containsKey(session.key)) {
                    record.execute(this, again(session), entered -> {});
                }
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
