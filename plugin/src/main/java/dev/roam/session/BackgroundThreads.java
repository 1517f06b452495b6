package dev.roam.session;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that keep, reap and count an application's sessions, and one that is left for renewing claims whatever those wait for. They live as long as the application does, and hold Roam's class loader, never a web
 * application's: an adapter binds that around what it fires.
 */
final class BackgroundThreads {
    private static final int COUNT = 4;

    private BackgroundThreads() {}

    /** @param turns whether there are turns to keep, too: that waits for none of the others */
    static ScheduledThreadPoolExecutor of(String application, boolean turns) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(null, task, "roam-" + application + "-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(BackgroundThreads.class.getClassLoader());
            return thread;
        };
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(turns ? COUNT + 1 : COUNT, threads);
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        pool.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        pool.prestartAllCoreThreads(); // or one would be started later by a thread that is in the application
        return pool;
    }
}
