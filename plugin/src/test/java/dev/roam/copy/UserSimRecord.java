package dev.roam.copy;

import dev.roam.user.UserAnswer;
import dev.roam.user.UserDecision;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one user's record of a schedule, on its owner and a backup. As in {@link SimCluster}: messages get lost, arrive late or twice, an answer that needs the
 * backup leaves when that has applied it, and an owner that dies takes with it what its backup has not got. One member fails at a time.
 */
final class UserSimRecord {
    private static final long EPOCH_MILLIS = 1_000_000;
    private static final long ATTEMPT_MILLIS = 60;

    private final SimLoop loop;
    private final SimChaos chaos;
    private final UserSimRules rules;
    private final UserSimOracle oracle;
    private final Deque<Runnable> arriving = new ArrayDeque<>();
    private @Nullable UserRecord owners;
    private @Nullable UserRecord backups;
    private boolean ownerDead;
    private boolean backupSynced = true;
    private long epoch;
    private long lastArrival;

    UserSimRecord(SimLoop loop, SimChaos chaos, UserSimRules rules, UserSimOracle oracle) {
        this.loop = loop;
        this.chaos = chaos;
        this.rules = rules;
        this.oracle = oracle;
    }

    long now() {
        return EPOCH_MILLIS + loop.now() / SimLoop.MILLI;
    }

    /** The owner's record; null: none, or there is no owner at this moment. */
    @Nullable
    UserRecord record() {
        return ownerDead ? null : owners;
    }

    boolean hasOwner() {
        return !ownerDead;
    }

    /** One operation: sent again while no answer comes, given up at the deadline. */
    void execute(UserSimNode node, UserOperation operation, Consumer<@Nullable UserAnswer> then) {
        oracle.sent(operation);
        Call call = new Call(node, operation, then);
        call.attempt();
        loop.after(UserSimNode.DEADLINE_MILLIS * SimLoop.MILLI, () -> call.over(null));
    }

    private final class Call {
        private final UserSimNode node;
        private final UserOperation operation;
        private final Consumer<@Nullable UserAnswer> then;
        private boolean over;

        Call(UserSimNode node, UserOperation operation, Consumer<@Nullable UserAnswer> then) {
            this.node = node;
            this.operation = operation;
            this.then = then;
        }

        void attempt() {
            if (over || node.dead) {
                return;
            }
            if (!chaos.loses()) {
                loop.after(chaos.delay(), () -> decide(this));
            }
            if (chaos.duplicates()) {
                loop.after(chaos.lateness(), () -> decide(this));
            }
            loop.after(ATTEMPT_MILLIS * SimLoop.MILLI, this::attempt);
        }

        void answered(UserAnswer answer) {
            if (!chaos.loses()) {
                loop.after(chaos.delay(), () -> over(answer));
            }
        }

        void over(@Nullable UserAnswer answer) {
            if (!over && !node.dead) {
                over = true;
                loop.trace(() -> node + " gets " + answer + " to " + operation);
                then.accept(answer);
            }
        }
    }

    private void decide(Call call) {
        if (ownerDead) {
            return;
        }
        UserRecord before = owners;
        UserDecision decision = rules.decide(call.operation, before, now());
        if (!decision.stores()) {
            call.answered(decision.answer());
            return;
        }
        owners = decision.next();
        loop.trace(() -> "the owner decides " + call.operation + ", now " + owners);
        oracle.decided(call.operation, before, owners);
        if (rules.answersBeforeBackup()) {
            call.answered(decision.answer());
        }
        if (chaos.loses()) {
            return;
        }
        long sentIn = epoch;
        UserRecord next = decision.next();
        send(() -> {
            backups = next;
            if (sentIn == epoch && !rules.answersBeforeBackup()) {
                call.answered(decision.answer());
            }
        });
    }

    private void send(Runnable message) {
        arriving.add(message);
        lastArrival = Math.max(lastArrival + 1, loop.now() + chaos.backupLag());
        loop.after(lastArrival - loop.now(), () -> {
            if (arriving.peek() == message) {
                arriving.remove().run();
            }
        });
    }

    /** The owner dies, if its backup can take over: the answers that it has not sent are never sent. */
    void killOwner() {
        if (ownerDead || !backupSynced) {
            return;
        }
        loop.trace(() -> "the owner dies");
        ownerDead = true;
        loop.after(loop.between(5, 80), () -> {
            epoch++;
            boolean delivers = loop.oneIn(2);
            while (!arriving.isEmpty()) {
                Runnable message = arriving.remove();
                if (delivers) {
                    message.run();
                }
            }
            ownerDead = false;
            owners = backups;
            backupSynced = false;
            loop.trace(() -> "the backup is the owner now: " + owners);
            loop.after(loop.between(1, 100), () -> {
                UserRecord copied = owners;
                send(() -> {
                    backups = copied;
                    backupSynced = true;
                });
            });
        });
    }
}
