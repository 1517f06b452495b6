package dev.roam.jetty;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.security.authentication.SessionAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in to a session: between the object that Jetty's authenticators keep there, which holds the user's password and what belongs to this JVM
 * alone (a {@code LoginContext}, a {@code Subject} with credentials), and what is stored, an {@link Identity}. The node that logged the user in keeps the
 * very object for as long as the stored identity is the one it stands for; another node makes one anew, without a password. A principal of the login
 * service's own class is stored besides, if it is serializable and none that holds a credential. Thread-safe.
 */
final class Login {
    /** The attribute in which a login is kept, the same in all of Jetty's environments. */
    static final String ATTRIBUTE = SessionAuthentication.AUTHENTICATED_ATTRIBUTE;

    /** The name in {@link Scope#JETTY} of a principal of the login service's own class. */
    static final String PRINCIPAL = "dev.roam.jetty.principal";

    private final WorkingCopy<?> copy;
    private final Authentications authentications;
    private volatile @Nullable Held held;

    /**
     * What this node has of a login.
     *
     * @param identity what is stored of it; null: nothing can be
     * @param user null if not even Jetty's user can be told from the value
     */
    private record Held(@Nullable Identity identity, @Nullable UserIdentity user, Object value) {}

    Login(WorkingCopy<?> copy, Authentications authentications) {
        this.copy = copy;
        this.authentications = authentications;
    }

    /** The value of the attribute according to the copy, which must have been opened; null: nobody is logged in. */
    @Nullable
    Object get() {
        Identity stored = copy.identity();
        Held current = held;
        if (current == null || !Objects.equals(current.identity(), stored)) {
            current = stored == null ? null : rebuild(stored, current);
            held = current;
        }
        return current == null ? null : current.value();
    }

    /**
     * Logs a user in, or out with null.
     *
     * @return the previous value
     * @throws dev.roam.LimitException if the user may not have another session: nothing has changed
     */
    @Nullable
    Object set(@Nullable Object value) {
        Object previous = get();
        Held next = value == null ? null : hold(value);
        store(next == null ? null : next.identity());
        held = next;
        storePrincipal(next == null || next.user() == null ? null : next.user().getUserPrincipal());
        return previous;
    }

    private Held hold(Object value) {
        Authentications.Remembered remembered = authentications.read(value);
        UserIdentity user = remembered == null ? null : remembered.user();
        if (remembered == null || user == null || nameOf(user.getUserPrincipal()) == null) {
            return new Held(null, null, value); // it may hold a password: it stays on this node
        }
        Identity identity = authentications.realm().identity(user, remembered.authType());
        return new Held(identity, user, value);
    }

    private static @Nullable String nameOf(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }

    private void store(@Nullable Identity identity) {
        if (!Objects.equals(identity, copy.identity())) {
            copy.identity(identity);
        }
    }

    private void storePrincipal(@Nullable Principal principal) {
        if (principal instanceof Serializable && !(principal instanceof UserPrincipal)) {
            copy.put(Scope.JETTY, PRINCIPAL, principal);
        } else if (copy.names(Scope.JETTY).contains(PRINCIPAL)) {
            copy.remove(Scope.JETTY, PRINCIPAL);
        }
    }

    private Held rebuild(Identity stored, @Nullable Held former) {
        UserIdentity user = former == null || former.user() == null || !isSameUser(stored, former.identity())
                ? authentications.realm().user(stored, storedPrincipal(stored))
                : former.user();
        return new Held(stored, user, authentications.write(stored.authType(), user));
    }

    private @Nullable Principal storedPrincipal(Identity stored) {
        return copy.names(Scope.JETTY).contains(PRINCIPAL)
                        && copy.get(Scope.JETTY, PRINCIPAL) instanceof Principal own
                        && stored.name().equals(own.getName())
                ? own
                : null;
    }

    private static boolean isSameUser(Identity a, @Nullable Identity b) {
        return b != null && a.name().equals(b.name()) && a.roles().equals(b.roles());
    }
}
