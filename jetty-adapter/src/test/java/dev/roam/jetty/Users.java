package dev.roam.jetty;

import java.io.Serializable;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.RoleDelegateUserIdentity;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.jaas.JAASLoginService;
import org.eclipse.jetty.security.jaas.spi.AbstractLoginModule;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** Login services of one node. They know {@code ann}, who is a shopper and an auditor, and {@code bob}, who is a boss as well. */
final class Users {
    private static final String PASSWORD = "open-sesame";

    private Users() {}

    static String passwordOf(String user) {
        return PASSWORD + "-of-" + user;
    }

    private static String[] rolesOf(String user) {
        return user.equals("bob") ? new String[] {"shopper", "boss"} : new String[] {"shopper", "auditor"};
    }

    static UserStore store() {
        UserStore store = new UserStore();
        for (String user : List.of("ann", "bob")) {
            store.addUser(user, Credential.getCredential(passwordOf(user)), rolesOf(user));
        }
        return store;
    }

    /** Jetty's usual one, over a store of users. */
    static HashLoginService hash(UserStore store) {
        HashLoginService service = new HashLoginService("shop");
        service.setUserStore(store);
        return service;
    }

    /** One that keeps the roles elsewhere than the principals, as those for OpenID and SPNEGO do, and makes principals of its own. */
    static LoginService delegating() {
        return new HashLoginService("shop") {
            {
                setUserStore(store());
            }

            @Override
            public @Nullable UserIdentity login(
                    String name, Object credentials, Request request, Function<Boolean, Session> session) {
                UserIdentity known = super.login(name, credentials, request, session);
                if (known == null) {
                    return null;
                }
                Principal member = new Member(name, 7);
                return new RoleDelegateUserIdentity(
                        new Subject(true, java.util.Set.of(member), java.util.Set.of(), java.util.Set.of()),
                        member,
                        known);
            }
        };
    }

    /** A principal that is serializable and holds no credential. */
    record Member(String name, int number) implements Principal, Serializable {
        @Override
        public String getName() {
            return name;
        }
    }

    /** JAAS, whose principals belong to the login context of the node that logged the user in. */
    static LoginService jaas() {
        JAASLoginService service = new JAASLoginService("shop");
        service.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(Module.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
                };
            }
        });
        return service;
    }

    /** Found by JAAS by its name. */
    public static final class Module extends AbstractLoginModule {
        @Override
        public JAASUser getUser(String name) {
            return new JAASUser(new UserPrincipal(name, Credential.getCredential(passwordOf(name)))) {
                @Override
                public List<String> doFetchRoles() {
                    return List.of(rolesOf(name));
                }
            };
        }
    }
}
