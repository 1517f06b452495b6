package dev.roam.jetty;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * What the authenticators of one context keep in a session when a user has logged in: ee10, ee11 and Jetty's core share a class for that, ee8 and ee9
 * have their own. Thread-safe.
 */
abstract class Authentications {
    /**
     * A login as Jetty has it.
     *
     * @param authType how the user logged in ({@code FORM}, {@code OPENID}, ...)
     */
    record Remembered(@Nullable UserIdentity user, @Nullable String authType) {}

    /** Those of the environment that a context's session manager belongs to. */
    static Authentications of(SessionManager manager) {
        Authentications nested = NestedAuthentications.find(manager);
        return nested == null ? new CoreAuthentications(manager) : nested;
    }

    /** Reads what an authenticator keeps; null if it is of no class that this environment's authenticators know. */
    abstract @Nullable Remembered read(Object value);

    /** Makes what an authenticator would keep, but for the password. */
    abstract Object write(@Nullable String authType, UserIdentity user);

    /** Who knows the users of the context. */
    abstract Realm realm();

    /** A form login's address to return to, as this environment keeps it. */
    abstract Object savedUri(String uri);

    /** The roles that an application declares, according to a handler; no type for it is common to Jetty's environments. */
    static Set<String> declaredRoles(Object handler, String getter) {
        try {
            return handler.getClass().getMethod(getter).invoke(handler) instanceof Set<?> roles
                    ? roles.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                    : Set.of();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Set.of(); // a handler of another kind, which knows paths only
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(handler + " does not tell its roles", e);
        }
    }
}
