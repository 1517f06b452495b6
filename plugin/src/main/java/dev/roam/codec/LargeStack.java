package dev.roam.codec;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what recurses too deeply for the calling thread on a thread of its own with a large stack. Public for the serializers in the packages
 * below; thread-safe.
 *
 * <p>The calling thread waits, so that for the task nothing else changes than the thread: it has the caller's context class loader and its
 * inheritable thread locals. One difference shows: locks that the caller holds are not held by the task. A {@code writeObject} that takes one of
 * these ({@code Vector}, the synchronized collections) waits for the caller, who waits for the task. So the caller gives up when it finds the task waiting
 * after some time. The thread is then left alone; it ends by itself when the caller lets go of the lock.
 */
public final class LargeStack {
    /** What one of these threads has: 6 KB for each of the 10,000 levels that the default filter allows. It is memory only as far as it is used. */
    public static final long BYTES = 64L << 20;

    /** After how long {@link #call(Class, Task)} looks whether its task is waiting. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The name of the threads. */
    static final String THREAD_NAME = "roam-deep-codec";

    private LargeStack() {}

    /** {@link #call(Class, Task, Duration)} with the {@linkplain #PATIENCE usual patience}. */
    public static <T, E extends Exception> T call(Class<E> failure, Task<T, E> task) throws E, TimeoutException {
        return call(failure, task, PATIENCE);
    }

    /**
     * Runs a task and waits for it. An interrupt does not end the waiting; the flag is set again afterwards. When the task has ended nothing
     * of it is kept, nor of its thread.
     *
     * @param failure the checked exception that the task throws
     * @param patience after how long, and then after how long again, to look whether the task is waiting for something; as long as it is at
     *     work, the caller goes on waiting for it
     * @return what the task returns
     * @throws E if the task threw it; likewise the task's unchecked exceptions and errors, {@code StackOverflowError} among them
     * @throws TimeoutException if the task was found waiting; it is left to itself
     */
    public static <T, E extends Exception> T call(Class<E> failure, Task<T, E> task, Duration patience)
            throws E, TimeoutException {
        FutureTask<T> running = new FutureTask<>(task::run);
        Thread thread = new Thread(null, running, THREAD_NAME, BYTES);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        try {
            return await(running, thread, patience);
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause();
            if (failure.isInstance(thrown)) {
                throw failure.cast(thrown);
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("thrown though not declared", thrown);
        }
    }

    private static <T> T await(FutureTask<T> running, Thread thread, Duration patience)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return running.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (isWaiting(thread)) {
                        throw e;
                    }
                    end = System.nanoTime() + patience.toNanos();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** What is to be run. */
    @FunctionalInterface
    public interface Task<T, E extends Exception> {
        /** Returns a value, or throws. */
        T run() throws E;
    }
}
