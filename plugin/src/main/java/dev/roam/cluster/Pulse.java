package dev.roam.cluster;

import dev.roam.store.hazelcast.StandstillGuard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/** Ticks for a {@link StandstillGuard}, on one thread, and ends its doubts, on another, as that may block. */
final class Pulse implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Pulse.class.getName());

    private final StandstillGuard guard;
    private final long periodNanos;
    private final Thread ticker;
    private final Thread resolver;
    private volatile boolean stopped;

    Pulse(StandstillGuard guard, long periodNanos) {
        this.guard = guard;
        this.periodNanos = periodNanos;
        this.ticker = start("roam-pulse", guard::tick);
        this.resolver = start("roam-pulse-resolver", this::resolve);
    }

    private Thread start(String name, Runnable beat) {
        Thread thread = new Thread(null, () -> run(beat), name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Pulse.class.getClassLoader());
        thread.start();
        return thread;
    }

    private void run(Runnable beat) {
        while (!stopped) {
            beat.run();
            LockSupport.parkNanos(periodNanos);
        }
    }

    private void resolve() {
        try {
            guard.resolve();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "no other member could be asked whether this one still belongs to the cluster", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(ticker);
        LockSupport.unpark(resolver);
    }
}
