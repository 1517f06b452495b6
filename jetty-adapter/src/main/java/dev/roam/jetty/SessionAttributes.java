package dev.roam.jetty;

import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a session as Jetty and the application see them, on this container: Jetty keeps its own among those of the application, under the same
 * names in all environments, and lists them. In the copy they have a scope of their own, so that an application on another container does not see
 * them. Thread-safe; the copy must have been opened.
 */
final class SessionAttributes {
    private static final String JETTYS_OWN = "org.eclipse.jetty.";

    private final WorkingCopy<?> copy;
    private final Login login;
    private final PortableValues portable;

    SessionAttributes(WorkingCopy<?> copy, Authentications authentications) {
        this.copy = copy;
        this.login = new Login(copy, authentications);
        this.portable = new PortableValues(authentications);
    }

    /** Whose an attribute is. */
    static Scope scope(String name) {
        return name.startsWith(JETTYS_OWN) ? Scope.JETTY : Scope.APPLICATION;
    }

    /** Null: there is none. */
    @Nullable
    Object get(String name) {
        return name.equals(Login.ATTRIBUTE) ? login.get() : used(name, copy.get(scope(name), name));
    }

    /**
     * Sets an attribute, or removes it with null.
     *
     * @return the previous value, or null
     */
    @Nullable
    Object set(String name, @Nullable Object value) {
        if (name.equals(Login.ATTRIBUTE)) {
            return login.set(value);
        }
        Scope scope = scope(name);
        if (value == null) {
            return used(name, copy.remove(scope, name));
        }
        Object stored = scope == Scope.JETTY ? portable.stored(name, value) : value;
        return used(name, copy.put(scope, name, stored));
    }

    private @Nullable Object used(String name, @Nullable Object value) {
        return value == null || scope(name) != Scope.JETTY ? value : portable.used(name, value);
    }

    /** A snapshot of all names, Jetty's own included. */
    Set<String> names() {
        Set<String> names = new HashSet<>(copy.names(Scope.APPLICATION));
        for (String name : copy.names(Scope.JETTY)) {
            if (scope(name) == Scope.JETTY) {
                names.add(name);
            }
        }
        if (login.get() != null) {
            names.add(Login.ATTRIBUTE);
        }
        return names;
    }
}
