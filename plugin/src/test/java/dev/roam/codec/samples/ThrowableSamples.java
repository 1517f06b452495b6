package dev.roam.codec.samples;

import java.util.List;

final class ThrowableSamples {
    private ThrowableSamples() {}

    static List<Sample> samples() {
        return new Topic("Throwables")
                .local("exception with the trace of this very place", () -> new IllegalStateException("x"))
                .add("exception", () -> placed(new IllegalStateException("x")))
                .add("exception with a cause", () -> placed(new RuntimeException("x", placed(new Error("y")))))
                .add("exception with suppressed ones", ThrowableSamples::suppressed)
                .add("exception of the application", () -> placed(new OutOfStock("pen", 3)))
                .add("exception that is its own cause's suppressed one", ThrowableSamples::circle)
                .samples();
    }

    private static Object suppressed() {
        Exception exception = placed(new Exception("x"));
        exception.addSuppressed(placed(new OutOfStock("pen", 1)));
        return exception;
    }

    private static Object circle() {
        Error inner = placed(new Error("inner"));
        Exception outer = placed(new Exception("outer", inner));
        inner.addSuppressed(outer);
        return outer;
    }

    private static <T extends Throwable> T placed(T thrown) {
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.acme.Shop", "buy", "Shop.java", 7)});
        return thrown;
    }

    @SuppressWarnings("serial") // as applications write them
    static final class OutOfStock extends Exception {
        final int left;

        OutOfStock(String article, int left) {
            super("out of stock: " + article);
            this.left = left;
        }
    }
}
