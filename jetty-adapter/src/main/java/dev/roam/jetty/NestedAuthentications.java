package dev.roam.jetty;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/**
 * Those of ee8 and ee9, whose security is in classes of the environment. One jar of Roam serves all environments, so they are found by name, once for each
 * context.
 */
final class NestedAuthentications extends Authentications {
    private static final Pattern MANAGER = Pattern.compile("(org\\.eclipse\\.jetty\\.ee\\d+\\.)nested\\..*");

    private final Class<?> user;
    private final Method authMethod;
    private final Method userIdentity;
    private final Constructor<?> sessionAuthentication;
    private final Method currentHandler;
    private final Method loginService;
    private final Method identityService;

    private NestedAuthentications(String environment, ClassLoader loader) throws ReflectiveOperationException {
        user = loader.loadClass(environment + "nested.Authentication$User");
        authMethod = user.getMethod("getAuthMethod");
        userIdentity = user.getMethod("getUserIdentity");
        sessionAuthentication = loader.loadClass(environment + "security.authentication.SessionAuthentication")
                .getConstructor(String.class, UserIdentity.class, Object.class);
        Class<?> handler = loader.loadClass(environment + "security.SecurityHandler");
        currentHandler = handler.getMethod("getCurrentSecurityHandler");
        loginService = handler.getMethod("getLoginService");
        identityService = handler.getMethod("getIdentityService");
    }

    /** Null for a context of another environment, or of one without security. */
    static @Nullable NestedAuthentications find(SessionManager manager) {
        Matcher matcher = MANAGER.matcher(manager.getClass().getName());
        if (!matcher.matches()) {
            return null;
        }
        try {
            return new NestedAuthentications(
                    matcher.group(1), manager.getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Jetty is of an unknown version: " + e.getMessage(), e);
        }
    }

    @Override
    @Nullable
    Remembered read(Object value) {
        return user.isInstance(value)
                ? new Remembered((UserIdentity) call(userIdentity, value), (String) call(authMethod, value))
                : null;
    }

    @Override
    Object write(@Nullable String authType, UserIdentity user) {
        try {
            return sessionAuthentication.newInstance(authType, user, null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no login of " + user + " can be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no login of " + user + " can be made", e);
        }
    }

    @Override
    Realm realm() {
        Object handler = call(currentHandler, null);
        IdentityService identities = handler == null ? null : (IdentityService) call(identityService, handler);
        return handler == null || identities == null
                ? Realm.NONE
                : new Realm((LoginService) call(loginService, handler), identities, declaredRoles(handler, "getRoles"));
    }

    @Override
    Object savedUri(String uri) {
        return uri;
    }

    private static @Nullable Object call(Method method, @Nullable Object target) {
        try {
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " failed", e);
        }
    }
}
