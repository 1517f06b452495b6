package dev.roam;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SessionRegistry} for consoles that know none of Roam's classes (JMX): texts and numbers, and failures with exceptions of the JDK's. Thread-safe.
 *
 * @param registry the registry
 */
public record SessionConsole(SessionRegistry registry) {
    /** The sessions in which a user is logged in, each {@linkplain SessionSummary#line a line}. */
    public String[] sessionsOf(String user) {
        return told(() ->
                registry.sessionsOf(user).stream().map(SessionSummary::line).toArray(String[]::new));
    }

    /** The session of an id as {@linkplain SessionSummary#line a line}; empty if there is none. */
    public String session(String id) {
        SessionSummary found = told(() -> registry.session(id));
        return found == null ? "" : found.line();
    }

    /** Ends the session of an id; false if there is none, or somebody else ends it. */
    public boolean endSession(String id) {
        return told(() -> registry.end(id));
    }

    /** Ends all sessions in which a user is logged in; answers how many. */
    public int endSessionsOf(String user) {
        return told(() -> registry.endAll(user));
    }

    private static <T extends @Nullable Object> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }
}
