package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.copy.SimCopy.Result;
import dev.roam.record.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request: enters, perhaps opens its session, does this and that to it, commits, answers, leaves. It checks what it reads. */
final class SimRequest {
    private final Simulation simulation;
    private final SimNode node;
    private final SimLoop loop;
    private final String name;
    private final String requested;
    private final boolean readOnly;
    private SimCopy copy;
    private long entered;
    private int actions;

    /** Whether the copy was of a session when the request entered, not of an id only. */
    private boolean warm;

    /** What it wrote, by attribute; the last one is the attribute's in {@link #own} unless it was an in-place change. */
    private final List<Written> written = new ArrayList<>();

    private final SimRegister.@Nullable Write[] own = new SimRegister.Write[SimAttributes.ATTRIBUTES.length];
    private SimRegister.@Nullable Write ownUser;
    private final Handed[] handed = new Handed[SimAttributes.ATTRIBUTES.length];

    /** @param attribute -1: the timeout or the user */
    private record Written(int attribute, SimRegister.Write write) {}

    private record Handed(SimBox box, int replaced) {}

    SimRequest(Simulation simulation, SimNode node, String name, String requested, boolean readOnly) {
        this.simulation = simulation;
        this.node = node;
        this.loop = simulation.loop;
        this.name = name + " on " + node;
        this.requested = requested;
        this.readOnly = readOnly;
        this.copy = node.find(requested);
    }

    // ------------------------------------------------------------------- steps

    void run() {
        entered = loop.now();
        warm = copy.state.stage() != CopyState.Stage.UNCONFIRMED;
        copy.enter();
        loop.trace(() -> name + " enters with " + requested);
        if (loop.oneIn(8)) {
            // The application does not look at its session.
            think(() -> copy.leave(() -> {}));
            return;
        }
        actions = 1 + loop.below(4);
        think(() -> open(requested, this::opened));
    }

    /** Opens the session; where requests run one at a time, in this one's turn. */
    private void open(@Nullable String id, Consumer<Result> then) {
        if (!simulation.locking) {
            if (id == null) {
                copy.openForUse(then);
            } else {
                copy.open(id, then);
            }
            return;
        }
        node.oracle.waits(this);
        copy.lock(this, id, result -> {
            node.oracle.waitsNoMore(this);
            then.accept(result);
        });
    }

    /** A request without a session makes one. */
    void runCreating() {
        entered = loop.now();
        makeSession();
        copy.enter();
        actions = 1 + loop.below(3);
        think(this::act);
    }

    private void makeSession() {
        int maxInactive = simulation.timeoutSeconds();
        copy = node.create(maxInactive);
        SimSession session = node.oracle.created();
        SimSession.idNumber(SimNode.KEY);
        SimRegister.Write id = session.id.begin(SimSession.idNumber(SimNode.KEY), loop.now());
        id.acknowledged = loop.now();
        SimRegister.Write timeout = session.timeout.begin(maxInactive, loop.now());
        timeout.acknowledged = loop.now();
        copy.session = session;
        loop.trace(() -> name + " creates " + session);
    }

    private void opened(Result result) {
        if (result == Result.FAILED) {
            loop.trace(() -> name + ": 503");
            leave();
        } else if (result == Result.GONE && wasOfAnother()) {
            // The request asks for the one that is there now.
            leaveNow(() -> {
                copy = node.find(requested);
                warm = copy.state.stage() != CopyState.Stage.UNCONFIRMED;
                copy.enter();
                open(requested, this::opened);
            });
        } else if (result == Result.GONE) {
            loop.trace(() -> name + ": no session");
            // A session of that id that was made here, and is not stored yet or will never be, answers for itself.
            if (copy.state.stage() != CopyState.Stage.ENDING && copy.state.stage() != CopyState.Stage.NEW) {
                node.oracle.missed(copy.session, requested, entered, copy.state.goneReason(), name);
            }
            simulation.loggedOut(requested);
            leaveNow(() -> {
                if (loop.oneIn(3) && simulation.mayCreate() && node.copy() == null) {
                    runCreating();
                }
            });
        } else {
            SimSession session = copy.session;
            if (session != null && copy.state.stage() == CopyState.Stage.LIVE) {
                node.oracle.opened(session, requested, entered, name);
            }
            act();
        }
    }

    /** Whether the copy was of an earlier session of that id, or of one made here whose id another one had already. */
    private boolean wasOfAnother() {
        Answer.Reason why = copy.state.goneReason();
        return copy.state.stage() == CopyState.Stage.GONE
                && (warm || why == Answer.Reason.REPLACED || why == Answer.Reason.RENAMED);
    }

    private void think(Runnable then) {
        node.later(loop.oneIn(10) ? loop.between(0, simulation.longThinkMillis()) : loop.between(0, 8), then);
    }

    private void act() {
        if (actions-- == 0) {
            commit();
            return;
        }
        open(null, result -> {
            if (result == Result.FAILED) {
                leave();
            } else if (!isThere()) {
                commit();
            } else {
                actOpened();
            }
        });
    }

    private boolean isThere() {
        return copy.state.stage() == CopyState.Stage.LIVE || copy.state.stage() == CopyState.Stage.NEW;
    }

    private void actOpened() {
        int attribute = loop.below(SimAttributes.ATTRIBUTES.length);
        int kind = readOnly ? 0 : loop.below(20);
        if (kind < 6) {
            read(attribute, this::next);
        } else if (kind < 11) {
            set(attribute);
            next();
        } else if (kind < 13) {
            read(attribute, () -> {
                // To remove what is not there changes nothing, and so overwrites nothing.
                if (isThere() && copy.state.slots().slot(SimAttributes.ATTRIBUTES[attribute]) != null) {
                    write(attribute, null, SimRegister.ABSENT);
                }
                next();
            });
        } else if (kind < 17) {
            read(attribute, () -> {
                changeInPlace(attribute);
                next();
            });
        } else if (kind < 18) {
            if (loop.oneIn(2)) {
                timeout();
            } else {
                user();
            }
        } else if (kind < 19) {
            rename();
        } else {
            invalidate();
        }
    }

    private void next() {
        think(this::act);
    }

    // ----------------------------------------------------------------- actions

    private void read(int attribute, Runnable then) {
        copy.attributes.read(attribute, value -> {
            if (isThere()) {
                check(attribute, value);
                if (value instanceof SimBox box) {
                    handed[attribute] = new Handed(box, copy.attributes.replaced(attribute));
                }
            }
            then.run();
        });
    }

    private void check(int attribute, @Nullable Object value) {
        SimSession session = copy.session;
        if (session == null) {
            throw new SimViolation("the simulation does not know the session of " + name);
        }
        if (value == SimAttributes.UNDECODABLE) {
            return;
        }
        int number = value == null ? SimRegister.ABSENT : SimBox.numberOf(value);
        loop.trace(() -> name + " reads " + SimAttributes.ATTRIBUTES[attribute].name() + " = " + number);
        // A value that stays on this node gives way to any stored one.
        SimRegister.Write last = own[attribute];
        boolean left = last != null && copy.attributes.leftOutSince(attribute, last.begun);
        session.attributes[attribute].read(number, entered, left ? null : last, name);
        session.timeout.read(copy.state.maxInactive(), entered, null, name);
        session.user.read(SimSession.userNumber(copy.state.identity()), entered, ownUser, name);
    }

    private void set(int attribute) {
        int number = simulation.nextNumber();
        Object value = number;
        int kind = loop.below(12);
        if (kind == 0) {
            value = new SimBox(number, true, -1);
        } else if (kind < 9) {
            value = new SimBox(number, false, kind == 1 ? loop.below(3) : -1);
        }
        write(attribute, value, number);
        if (value instanceof SimBox box) {
            handed[attribute] = new Handed(box, copy.attributes.replaced(attribute));
        }
    }

    private void write(int attribute, @Nullable Object value, int number) {
        loop.trace(() -> name + " sets " + SimAttributes.ATTRIBUTES[attribute].name() + " = " + number);
        copy.attributes.put(attribute, value);
        own[attribute] = began(attribute, number);
    }

    private void changeInPlace(int attribute) {
        Handed held = handed[attribute];
        if (held == null || !isThere()) {
            return;
        }
        int number = simulation.nextNumber();
        loop.trace(() -> name + " changes " + SimAttributes.ATTRIBUTES[attribute].name() + " in place: "
                + held.box().number + " to " + number);
        held.box().number = number;
        if (held.replaced() == copy.attributes.replaced(attribute)) {
            began(attribute, number);
        } else {
            // Another request of this node has replaced the object: nobody will see this change. It may be seen all the
            // same.
            seen(attribute, number);
        }
        // A refresh may have put another object in this one's place until this request commits.
        own[attribute] = null;
    }

    private SimRegister.@Nullable Write began(int attribute, int number) {
        SimRegister.Write write = seen(attribute, number);
        if (write != null) {
            written.add(new Written(attribute, write));
        }
        return write;
    }

    private SimRegister.@Nullable Write seen(int attribute, int number) {
        SimSession session = copy.session;
        return session == null ? null : session.attributes[attribute].begin(number, loop.now());
    }

    private void timeout() {
        int seconds = simulation.timeoutSeconds();
        copy.maxInactive(seconds);
        SimSession session = copy.session;
        if (session != null) {
            written.add(new Written(-1, session.timeout.begin(seconds, loop.now())));
        }
        next();
    }

    /** Logs somebody in, or out. */
    private void user() {
        int number = loop.oneIn(3) ? SimRegister.ABSENT : simulation.nextNumber();
        copy.identity(number == SimRegister.ABSENT ? null : new Identity(Integer.toString(number), Set.of(), null));
        SimSession session = copy.session;
        if (session != null) {
            ownUser = session.user.begin(number, loop.now());
            written.add(new Written(-1, ownUser));
        }
        next();
    }

    private void rename() {
        String newId = simulation.nextId();
        SimSession session = copy.session;
        if (session == null) {
            next();
            return;
        }
        SimRegister.Write write = session.id.begin(SimSession.idNumber(newId), loop.now());
        loop.trace(() -> name + " renames to " + newId);
        copy.rename(newId, result -> {
            if (result == Result.FAILED) {
                leave();
                return;
            }
            if (copy.session == session && copy.state.id().equals(newId) && result == Result.DONE && isThere()) {
                write.acknowledged = loop.now();
            }
            next();
        });
    }

    private void invalidate() {
        copy.end(Cause.INVALIDATED, ending -> {
            if (ending == null) {
                commit();
            } else {
                ending.run(this::commit);
            }
        });
    }

    // ------------------------------------------------------------------ answer

    private void commit() {
        long since = loop.now();
        List<Written> mine = List.copyOf(written);
        if (loop.oneIn(2)) {
            copy.complete(result -> committed(result, mine));
        } else {
            copy.commit(result -> {
                if (loop.oneIn(3) && isThere()) {
                    changeInPlace(loop.below(SimAttributes.ATTRIBUTES.length));
                }
                committed(result, mine);
            });
        }
        loop.trace(() -> name + " commits at " + since);
    }

    private void committed(Result result, List<Written> mine) {
        SimSession session = copy.session;
        if (copy.turns.isFailed(this)) {
            loop.trace(() -> name + " has lost its turn");
        } else if (result == Result.DONE && session != null && copy.state.stage() == CopyState.Stage.LIVE) {
            loop.trace(() -> name + " is answered");
            for (Written each : mine) {
                if (each.attribute() < 0 || !copy.attributes.leftOutSince(each.attribute(), each.write().begun)) {
                    each.write().acknowledged = Math.min(each.write().acknowledged, loop.now());
                }
            }
            simulation.cookie(copy.state.id());
        }
        leave();
    }

    private void leave() {
        think(() -> leaveNow(() -> loop.trace(() -> name + " has left")));
    }

    private void leaveNow(Runnable then) {
        SimCopy left = copy;
        left.unlock(this, () -> left.leave(then));
    }

    /** Whether its node lives, and it is to go on. */
    boolean isAlive() {
        return !node.dead;
    }

    @Override
    public String toString() {
        return name;
    }
}
