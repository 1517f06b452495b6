package dev.roam.store.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Asks all other members at once whether they still count this one in; one yes is enough. */
public final class MemberConfirmation implements BooleanSupplier {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HazelcastInstance instance;

    /** @param instance a member */
    public MemberConfirmation(HazelcastInstance instance) {
        this.instance = instance;
    }

    @Override
    public boolean getAsBoolean() {
        UUID self = instance.getCluster().getLocalMember().getUuid();
        IExecutorService executor = instance.getExecutorService(Names.MEMBERSHIP);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (Member member : instance.getCluster().getMembers()) {
            if (!member.localMember()) {
                answers.add(executor.submitToMember(new MembershipQuestion(self), member));
            }
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (Future<Boolean> answer : answers) {
            try {
                if (answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            } catch (ExecutionException | TimeoutException e) {
                // No answer is no confirmation; the guard asks again. Not cancelled: that asks the member, and waits
                // for its
                // answer.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
