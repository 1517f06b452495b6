package dev.roam.store.hazelcast;

import dev.roam.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what Hazelcast offers without a timeout on one of two threads of its own, so that the caller can give up. Not for operations of requests: the
 * hand-over costs more than they do. A call that is stuck holds its thread until Hazelcast lets go of it; others wait behind it for no longer
 * than their own time. Thread-safe.
 */
final class TimedCalls implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;

    private final String application;
    private final ThreadPoolExecutor threads;

    TimedCalls(String application) {
        this.application = application;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(
                            null, task, "roam-store-" + application + "-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(TimedCalls.class.getClassLoader());
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Waits for a result, for so long at most.
     *
     * @param what it does, for the message
     * @throws StoreException if it fails, takes longer, or the caller is interrupted (which stays so)
     */
    <T> T call(String what, long timeoutNanos, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        try {
            threads.execute(task);
            return task.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StoreException unreachable) {
                throw unreachable;
            }
            throw failed(what, "failed: " + cause, cause);
        } catch (TimeoutException e) {
            throw failed(what, "had no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms", e);
        } catch (RejectedExecutionException e) {
            throw failed(what, "failed: the store is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, "was interrupted", e);
        } finally {
            abandon(task);
        }
    }

    private void abandon(Future<?> task) {
        if (!task.isDone()) {
            task.cancel(true);
            threads.remove((Runnable) task);
        }
    }

    private StoreException failed(String what, String how, Throwable cause) {
        return new StoreException(what + " of application " + application + " " + how, cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
