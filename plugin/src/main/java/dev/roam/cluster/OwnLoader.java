package dev.roam.cluster;

import java.util.function.Supplier;

/** Runs what may start threads with Roam's class loader as the context class loader, so that they hold on to no web application. */
final class OwnLoader {
    private OwnLoader() {}

    static <T> T with(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OwnLoader.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
