package dev.roam.tomcat;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.io.Serializable;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.catalina.realm.GenericPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in to a session: between Tomcat's {@code Principal}, which may be of any class and hold what belongs to this JVM alone (a {@code
 * LoginContext}, a Kerberos credential), and what is stored, an {@link Identity}. The node that logged the user in keeps the very principal
 * for as long as the stored identity is the one it stands for. Another node builds a {@code GenericPrincipal} with the same name and roles; or
 * takes the principal itself, if its class is none of Tomcat's and it is serializable, which is stored besides. A password is in neither: {@code
 * GenericPrincipal} has none from Tomcat 10.1 on.
 */
final class Login {
    /** The name in {@link Scope#TOMCAT} of a principal of the realm's own class. */
    static final String PRINCIPAL = "principal";

    private final WorkingCopy<RoamSession> copy;
    private @Nullable Principal principal;
    private @Nullable Identity identity;

    Login(WorkingCopy<RoamSession> copy) {
        this.copy = copy;
    }

    /** Who is logged in according to the copy, which must have been opened. */
    synchronized @Nullable Principal principal() {
        Identity stored = copy.identity();
        if (stored == null) {
            principal = null;
        } else if (principal == null || identity == null || !sameUser(stored, identity)) {
            principal = rebuild(stored);
        }
        identity = stored;
        return principal;
    }

    /** How the user logged in as far as it is known, which is exact once the copy has been opened. */
    @Nullable
    String authType() {
        Identity stored = copy.identity();
        return stored == null ? null : stored.authType();
    }

    /**
     * Logs a user in, or out with null.
     *
     * @throws dev.roam.LimitException if the user may not have another session: nothing has changed
     */
    synchronized void set(@Nullable Principal user, @Nullable String authType) {
        Identity next = user == null || user.getName() == null ? null : identityOf(user, authType);
        boolean same = user == principal && next != null && next.equals(copy.identity());
        if (same) {
            identity = next;
            return;
        }
        copy.identity(next);
        principal = user;
        identity = next;
        if (next != null && user != null && isOfItsOwnClass(user)) {
            copy.put(Scope.TOMCAT, PRINCIPAL, user);
        } else if (copy.names(Scope.TOMCAT).contains(PRINCIPAL)) {
            copy.remove(Scope.TOMCAT, PRINCIPAL);
        }
    }

    /** Changes how the user who is logged in did so. */
    synchronized void setAuthType(@Nullable String authType) {
        Identity stored = copy.identity();
        if (stored != null) {
            Identity next = new Identity(stored.name(), stored.roles(), authType);
            if (!next.equals(stored)) {
                copy.identity(next);
                identity = next;
            }
        }
    }

    private Principal rebuild(Identity stored) {
        if (copy.names(Scope.TOMCAT).contains(PRINCIPAL)
                && copy.get(Scope.TOMCAT, PRINCIPAL) instanceof Principal own
                && stored.name().equals(own.getName())) {
            return own;
        }
        return new GenericPrincipal(stored.name(), List.copyOf(stored.roles()));
    }

    private static boolean sameUser(Identity a, Identity b) {
        return a.name().equals(b.name()) && a.roles().equals(b.roles());
    }

    private static Identity identityOf(Principal user, @Nullable String authType) {
        Set<String> roles =
                user instanceof GenericPrincipal generic ? Set.copyOf(Arrays.asList(generic.getRoles())) : Set.of();
        return new Identity(user.getName(), roles, authType);
    }

    /** Whether more is to be stored of a principal than its identity. Tomcat's own classes hold no more, unless they carry another's principal. */
    private static boolean isOfItsOwnClass(Principal user) {
        if (!(user instanceof Serializable)) {
            return false;
        }
        boolean tomcats = user.getClass().getName().startsWith("org.apache.catalina.");
        if (tomcats && user instanceof GenericPrincipal generic) {
            boolean carriesAnother =
                    generic.getUserPrincipal() != generic && generic.getUserPrincipal() instanceof Serializable;
            return carriesAnother || generic.getAttributeNames().hasMoreElements();
        }
        return !tomcats;
    }
}
