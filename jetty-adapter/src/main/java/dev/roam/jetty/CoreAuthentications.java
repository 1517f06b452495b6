package dev.roam.jetty;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.SessionAuthentication;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/** Those of ee10, ee11 and of contexts without servlets. */
final class CoreAuthentications extends Authentications {
    private final SessionManager manager;

    CoreAuthentications(SessionManager manager) {
        this.manager = manager;
    }

    @Override
    @Nullable
    Remembered read(Object value) {
        return value instanceof AuthenticationState.Succeeded succeeded
                ? new Remembered(succeeded.getUserIdentity(), succeeded.getAuthenticationType())
                : null;
    }

    @Override
    Object write(@Nullable String authType, UserIdentity user) {
        return new SessionAuthentication(authType, user, null);
    }

    @Override
    Realm realm() {
        SecurityHandler handler =
                manager instanceof Handler.Container inner ? inner.getDescendant(SecurityHandler.class) : null;
        return handler == null
                ? Realm.NONE
                : new Realm(
                        handler.getLoginService(),
                        handler.getIdentityService(),
                        declaredRoles(handler, "getKnownRoles"));
    }

    @Override
    Object savedUri(String uri) {
        return HttpURI.from(uri);
    }
}
