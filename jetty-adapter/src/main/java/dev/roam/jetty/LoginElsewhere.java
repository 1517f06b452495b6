package dev.roam.jetty;

import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** The JAAS login of a user who logged in on another node: the modules of this one know nothing of it, so nothing is to be done at its logout. */
final class LoginElsewhere extends LoginContext {
    private static final Configuration NO_MODULES = new Configuration() {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[0];
        }
    };

    private LoginElsewhere(Subject subject) throws LoginException {
        super("elsewhere", subject, null, NO_MODULES);
    }

    static LoginContext of(Subject subject) {
        try {
            return new LoginElsewhere(subject);
        } catch (LoginException e) {
            throw new IllegalStateException("a login without modules failed", e);
        }
    }

    @Override
    public void logout() {}
}
