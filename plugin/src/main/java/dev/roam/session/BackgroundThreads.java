package dev.roam.session;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The two threads that keep and reap an application's sessions. They live as long as the application does, and hold Roam's class loader, never a web
 * application's: an adapter binds that around what it fires.
 */
final class BackgroundThreads {
    private static final int COUNT = 2;

    private BackgroundThreads() {}

    static ScheduledThreadPoolExecutor of(String application) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(null, task, "roam-" + application + "-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(BackgroundThreads.class.getClassLoader());
            return thread;
        };
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(COUNT, threads);
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        pool.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        return pool;
    }
}
