package dev.roam.jetty;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.jspecify.annotations.Nullable;

/** Fresh ids: the one that Jetty has drawn, then more of them. Not thread-safe. */
final class Draws implements Supplier<String> {
    private final DefaultSessionIdManager ids;
    private @Nullable String first;

    Draws(String first, DefaultSessionIdManager ids) {
        this.first = first;
        this.ids = ids;
    }

    @Override
    public String get() {
        String drawn = first;
        first = null;
        return drawn == null ? ids.newSessionId(ThreadLocalRandom.current().nextLong()) : drawn;
    }
}
