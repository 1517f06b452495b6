package dev.roam.copy;

import dev.roam.copy.SimCopy.Result;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who uses a node's session in no request, such as a WebSocket: opens it for itself, whoever else is in, reads, and stores each change at once.
 * What it reads must be as new as a request's that entered when it began to open (promise 1). It draws from numbers of its own, so that there are schedules that
 * it does not change.
 */
final class SimOutside {
    private static final int USES = 6;

    private final Simulation simulation;
    private final SimLoop loop;
    private final Random random;

    SimOutside(Simulation simulation, long seed) {
        this.simulation = simulation;
        this.loop = simulation.loop;
        this.random = new Random(seed);
    }

    /** Uses the session now and then, within that time. */
    void run(long micros) {
        for (int i = 0; i < USES; i++) {
            loop.after((long) (random.nextDouble() * micros), this::use);
        }
    }

    private void use() {
        SimNode node = simulation.aliveNode(random.nextInt(1_000));
        SimCopy copy = node == null ? null : node.copy();
        if (node == null || copy == null || copy.state.stage() != CopyState.Stage.LIVE) {
            return;
        }
        long begun = loop.now();
        String name = "somebody outside on " + node;
        loop.trace(() -> name + " opens");
        copy.openOutside(result -> {
            if (result == Result.DONE && isThere(copy)) {
                opened(node, copy, begun, name);
            }
        });
    }

    private static boolean isThere(SimCopy copy) {
        return copy.state.stage() == CopyState.Stage.LIVE && copy.session != null;
    }

    private void opened(SimNode node, SimCopy copy, long begun, String name) {
        SimSession session = copy.session;
        if (session == null) {
            return;
        }
        session.timeout.read(copy.state.maxInactive(), begun, null, name);
        session.user.read(SimSession.userNumber(copy.state.identity()), begun, null, name);
        int attribute = random.nextInt(SimAttributes.ATTRIBUTES.length);
        boolean sets = random.nextBoolean();
        copy.attributes.read(attribute, value -> {
            if (!isThere(copy) || node.dead) {
                return;
            }
            check(session, attribute, value, begun, name);
            if (sets) {
                set(copy, session, attribute, name);
            }
        });
    }

    private void check(SimSession session, int attribute, @Nullable Object value, long begun, String name) {
        if (value != SimAttributes.UNDECODABLE) {
            int number = value == null ? SimRegister.ABSENT : SimBox.numberOf(value);
            loop.trace(() -> name + " reads " + SimAttributes.ATTRIBUTES[attribute].name() + " = " + number);
            session.attributes[attribute].read(number, begun, null, name);
        }
    }

    private void set(SimCopy copy, SimSession session, int attribute, String name) {
        int number = simulation.nextNumber();
        loop.trace(() -> name + " sets " + SimAttributes.ATTRIBUTES[attribute].name() + " = " + number);
        copy.attributes.put(attribute, number);
        SimRegister.Write write = session.attributes[attribute].begin(number, loop.now());
        copy.commit(result -> {
            if (result == Result.DONE && isThere(copy) && !copy.attributes.leftOutSince(attribute, write.begun)) {
                write.acknowledged = Math.min(write.acknowledged, loop.now());
                loop.trace(() -> name + " has stored " + number);
            }
        });
    }
}
