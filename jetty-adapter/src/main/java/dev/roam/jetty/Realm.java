package dev.roam.jetty;

import dev.roam.Identity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.AbstractLoginService;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.RolePrincipal;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.security.jaas.JAASLoginService;
import org.eclipse.jetty.security.jaas.JAASRole;
import org.eclipse.jetty.security.jaas.JAASUserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who knows the users of a context, and how they look there. Immutable.
 *
 * @param logins null if the context has none
 * @param declared the roles that the application declares
 */
record Realm(@Nullable LoginService logins, IdentityService identities, Set<String> declared) {
    /** That of a context without security. */
    static final Realm NONE = new Realm(null, new DefaultIdentityService(), Set.of());

    private static final Logger LOG = System.getLogger(Realm.class.getName());

    /** Protected, and the one way to a user without a password. Null: Jetty's modules are closed. */
    private static final @Nullable Method LOAD_USER = loadUser();

    private static @Nullable Method loadUser() {
        try {
            Method method = AbstractLoginService.class.getDeclaredMethod("loadUserInfo", String.class);
            return method.trySetAccessible() ? method : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /**
     * What is stored of a user. Jetty lists no roles, it answers whether the user has one: so it is asked for every principal of the user's subject, where
     * Jetty's own login services put the roles, and for every role that the application declares, as the specification wants of those it asks for
     * (Servlet 6.0, 13.3).
     */
    @SuppressWarnings("try") // the association is used by being open
    Identity identity(UserIdentity user, @Nullable String authType) {
        Set<String> asked = new HashSet<>(declared);
        Subject subject = user.getSubject();
        if (subject != null) {
            subject.getPrincipals().forEach(principal -> asked.add(principal.getName()));
            asked.remove(null);
        }
        try (IdentityService.Association asNobody = asNobody(user)) {
            Set<String> roles = asked.stream().filter(user::isUserInRole).collect(Collectors.toSet());
            return new Identity(user.getUserPrincipal().getName(), roles, authType);
        }
    }

    /** A servlet that runs as a role has that role whoever the user is: it is none of the user's. */
    private static IdentityService.Association asNobody(UserIdentity user) {
        IdentityService service = new DefaultIdentityService(); // the role is the thread's
        return service.associate(user, service.newRunAsToken(null));
    }

    /**
     * A user who logged in on another node, with the stored name and roles. The login service need not know the user and is not asked; unless it is one that
     * validates the user at every request, for which it wants the principal to be its own.
     *
     * @param own the principal, if it was stored
     */
    UserIdentity user(Identity identity, @Nullable Principal own) {
        Subject subject = new Subject();
        boolean jaas = logins instanceof JAASLoginService;
        Principal principal = own != null ? own : jaas ? jaasUser(identity, subject) : user(identity);
        if (principal instanceof UserPrincipal user) {
            user.configureSubject(subject);
        } else {
            subject.getPrincipals().add(principal);
        }
        for (String role : identity.roles()) {
            subject.getPrincipals().add(jaas ? new JAASRole(role) : new RolePrincipal(role));
        }
        subject.setReadOnly();
        return identities.newUserIdentity(subject, principal, identity.roles().toArray(new String[0]));
    }

    /** {@code JAASLoginService.logout} wants a context to log out of. */
    private static Principal jaasUser(Identity identity, Subject subject) {
        return new JAASUserPrincipal(identity.name(), subject, LoginElsewhere.of(subject));
    }

    private Principal user(Identity identity) {
        UserPrincipal known = logins instanceof AbstractLoginService service && service.isFullValidate()
                ? load(service, identity.name())
                : null;
        return known == null ? new UserPrincipal(identity.name(), null) : known;
    }

    private static @Nullable UserPrincipal load(AbstractLoginService service, String name) {
        if (LOAD_USER == null) {
            return null;
        }
        try {
            return (UserPrincipal) LOAD_USER.invoke(service, name);
        } catch (IllegalAccessException | InvocationTargetException e) {
            LOG.log(Level.WARNING, "the login of " + name + " goes on without what " + service + " knows of it", e);
            return null;
        }
    }
}
