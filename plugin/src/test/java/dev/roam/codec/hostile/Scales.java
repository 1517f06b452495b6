package dev.roam.codec.hostile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of work cost the thread that does it. */
public final class Scales {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long bytes;
    private long nanos;

    /** The work begins. */
    public void start() {
        nanos = threads.getCurrentThreadCpuTime();
        bytes = threads.getCurrentThreadAllocatedBytes();
    }

    /** Allocated since. */
    public long bytes() {
        return threads.getCurrentThreadAllocatedBytes() - bytes;
    }

    /** CPU time since, in milliseconds. */
    public long millis() {
        return (threads.getCurrentThreadCpuTime() - nanos) / 1_000_000;
    }
}
