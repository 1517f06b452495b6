package dev.roam.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Running the same thing several times at once. */
public final class Together {

    private Together() {}

    @FunctionalInterface
    public interface Task {
        void run(int index) throws Exception;
    }

    /** Runs the task with indices 0 to {@code count - 1}, all begun at the same moment; throws what the first one threw. */
    public static void run(int count, Task task) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                running.add(threads.submit(() -> {
                    start.await();
                    task.run(index);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
