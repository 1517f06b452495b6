package dev.roam.it.probe;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Places where one request waits for another, by name. So a test orders two requests without waiting for a time. */
final class Latches {

    /** Far above what any test needs; it only keeps a broken test from hanging. */
    private static final long LIMIT_SECONDS = 60;

    private final Map<String, Latch> latches = new ConcurrentHashMap<>();

    static Latches of(ServletContext context) {
        return (Latches) context.getAttribute(Latches.class.getName());
    }

    void attachTo(ServletContext context) {
        context.setAttribute(Latches.class.getName(), this);
    }

    /** Tells {@link #await} that the caller is here, and waits for {@link #release}. */
    void hold(String name) {
        Latch latch = latch(name);
        latch.entered.countDown();
        pass(latch.released, name);
        latches.remove(name);
    }

    /** Waits until some request is held at this latch. */
    void await(String name) {
        pass(latch(name).entered, name);
    }

    void release(String name) {
        latch(name).released.countDown();
    }

    private Latch latch(String name) {
        return latches.computeIfAbsent(name, key -> new Latch());
    }

    private static void pass(CountDownLatch latch, String name) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came to latch " + name + " in " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at latch " + name, e);
        }
    }

    private static final class Latch {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
    }
}
