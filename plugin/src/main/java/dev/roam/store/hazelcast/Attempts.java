package dev.roam.store.hazelcast;

import com.hazelcast.client.HazelcastClientNotActiveException;
import com.hazelcast.client.UndefinedErrorCodeException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.RetryableException;
import com.hazelcast.spi.exception.TargetDisconnectedException;
import dev.roam.StoreException;
import dev.roam.record.WireException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an operation until its outcome is known or the time is up. Hazelcast leaves three gaps, all closed by sending the operation again, by its commit id
 * recognised: it fails an operation whose backup died ({@code IndeterminateOperationStateException}); it notices a backup that does not
 * acknowledge only by a scan once a second; and it waits for a hung member for as long as its heartbeat timeout. So the wait is cut into slices: when a
 * member has left since the operation was sent, or half a second (then one, two, ...) has passed, the operation goes out once more and the first
 * attempt is left to itself.
 *
 * @param <V> the map's values
 * @param <A> what an operation answers
 */
final class Attempts<V, A> {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private final HazelcastInstance instance;
    private final Invocations<V, StoredReply<A>> invocations;
    private final Standing standing;

    /**
     * An operation, as it is sent; each attempt has a processor of its own.
     *
     * @param first for the first attempt
     * @param repeated for every later one
     * @param what the operation, for messages
     */
    record Request<V, A>(
            Supplier<DecidingProcessor<V, A>> first,
            Supplier<DecidingProcessor<V, A>> repeated,
            Supplier<String> what) {}

    Attempts(HazelcastInstance instance, Invocations<V, StoredReply<A>> invocations, Standing standing) {
        this.instance = instance;
        this.invocations = invocations;
        this.standing = standing;
    }

    A run(String key, Request<V, A> request, long timeoutNanos) {
        long start = System.nanoTime();
        Supplier<DecidingProcessor<V, A>> next = request.first();
        Throwable last = null;
        int sent = 0;
        boolean interrupted = false;
        try {
            do {
                long left = timeoutNanos - (System.nanoTime() - start);
                requireUsable(request, sent);
                int upheavals = standing.upheavals();
                try {
                    if (standing.isTrusted()) {
                        A answer = attempt(key, next.get(), Math.min(left, FIRST_PATIENCE_NANOS << Math.min(sent, 6)));
                        sent++;
                        if (answer != null && standing.isTrusted() && upheavals == standing.upheavals()) {
                            requireUsable(request, sent);
                            return answer;
                        }
                        next = request.repeated();
                        if (answer == null) {
                            continue;
                        }
                    }
                } catch (ExecutionException e) {
                    last = e.getCause() == null ? e : e.getCause();
                    sent++;
                    next = request.repeated();
                    requireRepeatable(request, last);
                } catch (InterruptedException e) {
                    interrupted =
                            true; // by the container: what was sent may be applied, so its answer is still worth having
                    sent++;
                    next = request.repeated();
                }
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(Math.min(PAUSE_NANOS << Math.min(sent, 4), Math.max(0, left)));
            } while (System.nanoTime() - start < timeoutNanos);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw timedOut(request, sent, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), last);
    }

    /** Null: no answer yet, and it is time to send again. */
    private @Nullable A attempt(String key, DecidingProcessor<V, A> processor, long patienceNanos)
            throws ExecutionException, InterruptedException {
        int departures = standing.membership().departures();
        long start = System.nanoTime();
        Future<?> future = send(key, processor);
        while (true) {
            long left = patienceNanos - (System.nanoTime() - start);
            try {
                StoredReply<A> answer =
                        invocations.decode(future.get(Math.max(1, Math.min(left, SLICE_NANOS)), TimeUnit.NANOSECONDS));
                return answer == null ? processor.localAnswer() : answer.answer();
            } catch (TimeoutException e) {
                if (left <= SLICE_NANOS || departures != standing.membership().departures()) {
                    return null;
                }
            } catch (RuntimeException e) {
                throw new ExecutionException(e);
            }
        }
    }

    private Future<?> send(String key, DecidingProcessor<V, A> processor) throws ExecutionException {
        try {
            return invocations.send(key, processor);
        } catch (RuntimeException e) {
            throw new ExecutionException(e);
        }
    }

    private void requireUsable(Request<V, A> request, int sent) {
        String objection = standing.objection();
        if (objection != null) {
            throw new StoreException(request.what().get() + " failed: " + objection);
        }
        if (standing.minMembers() <= 1) {
            return;
        }
        int members = standing.membership().count();
        if (members < standing.minMembers()) {
            throw new StoreException(request.what().get() + (sent == 0 ? " was not tried" : " does not count")
                    + ": the cluster has " + members
                    + (members == 1 ? " member" : " members") + ", fewer than minMembers = " + standing.minMembers()
                    + ". Start the others, or lower minMembers");
        }
    }

    /** Throws if sending again cannot help. */
    private void requireRepeatable(Request<V, A> request, Throwable failure) {
        if (isTransient(failure)) {
            return;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOf(cause, WireException.class)) {
                throw new StoreException(request.what().get() + " failed: " + cause.getMessage(), failure);
            }
        }
        if (failure instanceof HazelcastInstanceNotActiveException
                || failure instanceof HazelcastClientNotActiveException) {
            throw new StoreException(
                    request.what().get()
                            + " failed: this node has left the cluster; if nobody stopped it, its log says why, and a restart"
                            + " brings it back",
                    failure);
        }
        String hint = failure instanceof HazelcastSerializationException
                ? ". Does every member have Roam on its class path, of this node's version, and its serializer factory?"
                        + " See 'Client mode' in docs/operations.md"
                : "";
        throw new StoreException(request.what().get() + " failed: " + failure + hint, failure);
    }

    private boolean isTransient(Throwable failure) {
        return failure instanceof IndeterminateOperationStateException
                || failure instanceof OperationTimeoutException
                || failure instanceof RetryableException
                || failure instanceof TargetDisconnectedException
                || isOf(failure, DoubtfulOwnerException.class)
                || failure instanceof InterruptedException
                || (failure instanceof IllegalStateException
                        && instance.getLifecycleService().isRunning());
    }

    /** A client gets an exception that Hazelcast does not know by its class's name. */
    private static boolean isOf(Throwable failure, Class<? extends Throwable> type) {
        return type.isInstance(failure)
                || (failure instanceof UndefinedErrorCodeException unknown
                        && type.getName().equals(unknown.getOriginClassName()));
    }

    private StoreException timedOut(Request<V, A> request, int sent, long millis, @Nullable Throwable last) {
        String message = request.what().get() + " had no answer within " + millis + " ms, sent "
                + (sent == 1 ? "once" : sent + " times") + ", in a cluster of " + describeMembers()
                + (standing.isTrusted() ? "" : "; " + standing.doubt())
                + ". Is a member down, hung or cut off? See 'A store that cannot be reached' in docs/operations.md";
        return last == null ? new StoreException(message) : new StoreException(message + ". Last: " + last, last);
    }

    private String describeMembers() {
        try {
            return standing.membership().count() + " (" + standing.membership().describe() + ")";
        } catch (RuntimeException e) {
            return standing.membership().count() + " members";
        }
    }
}
