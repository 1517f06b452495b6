package dev.roam.copy;

import dev.roam.record.Answer;
import dev.roam.record.Operation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link dev.roam.store.Store#execute}: an operation is sent to whoever is the owner, sent again as {@link Operation#repeated} while no
 * answer comes, and given up when the time is over. An operation may arrive twice, the second time late.
 */
final class SimCall {
    private static final long ATTEMPT_MILLIS = 60;

    private final SimNode node;
    private final Operation operation;
    private final long deadline;
    private final Consumer<@Nullable Answer> then;
    private boolean over;

    /** @param then gets the answer, or null if none came in time; never called if the node died */
    private SimCall(SimNode node, Operation operation, long deadline, Consumer<@Nullable Answer> then) {
        this.node = node;
        this.operation = operation;
        this.deadline = deadline;
        this.then = then;
    }

    static void execute(SimNode node, Operation operation, long deadline, Consumer<@Nullable Answer> then) {
        SimCall call = new SimCall(node, operation, deadline, then);
        node.loop.trace(() -> node + " sends " + operation);
        call.attempt(operation);
        node.later(deadline - node.loop.now(), () -> call.over(null));
    }

    private void attempt(Operation attempt) {
        SimLoop loop = node.loop;
        SimChaos chaos = node.chaos;
        SimReplica target = node.cluster.ownerFor(node);
        if (!chaos.loses()) {
            loop.after(chaos.delay(), () -> node.cluster.arrive(target, attempt, this));
        }
        if (chaos.duplicates()) {
            loop.after(chaos.lateness(), () -> node.cluster.arrive(node.cluster.owner(), attempt, this));
        }
        node.later(ATTEMPT_MILLIS * SimLoop.MILLI, () -> {
            if (!over && loop.now() < deadline) {
                loop.trace(() -> node + " sends again " + operation.getClass().getSimpleName());
                attempt(attempt.repeated());
            }
        });
    }

    /** The owner lets an answer go. */
    void answered(Answer answer, long decided) {
        if (node.chaos.loses()) {
            return;
        }
        node.loop.after(node.chaos.delay(), () -> {
            if (!over && !node.dead) {
                node.oracle.answered(operation, answer, decided);
                node.awake(() -> over(answer));
            }
        });
    }

    private void over(@Nullable Answer answer) {
        if (!over && !node.dead) {
            over = true;
            node.loop.trace(() -> node + " gets "
                    + (answer == null ? "no answer to " + operation.getClass().getSimpleName() : answer));
            then.accept(answer);
        }
    }
}
