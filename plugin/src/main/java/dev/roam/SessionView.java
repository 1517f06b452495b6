package dev.roam;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session as somebody sees it who looks at it without using it, such as an administrator: no opening, no access, nothing is handed out that could be
 * changed in place, no listener is told. Thread-safe.
 */
public interface SessionView {
    /** The id, without any route suffix. */
    String id();

    /** When the session was created, in milliseconds since the epoch. */
    long created();

    /** The latest use that is known here, in milliseconds since the epoch. */
    long lastUse();

    /** The timeout in seconds as it was set; zero or less: never. */
    int maxInactive();

    /** Who is logged in, or null. */
    @Nullable
    Identity identity();

    /** The names in a scope. */
    Set<String> names(Scope scope);

    /** The value of an attribute, to be read alone: the object that requests use, or one decoded for this call. Null: none, or it cannot be decoded. */
    @Nullable
    Object get(Scope scope, String name);
}
