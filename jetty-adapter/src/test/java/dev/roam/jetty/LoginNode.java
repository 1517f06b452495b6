package dev.roam.jetty;

import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty behind a load balancer, with one context at the root where a form login is needed: below {@code /inside} with the role {@code shopper}, below
 * {@code /office} with {@code boss}. What is below {@code /asboss} runs as {@code boss}. The role {@code auditor} is declared and guards nothing.
 */
final class LoginNode {
    static final String FORM = "/form";
    static final String FAILED = "/failed";

    /** What a path answers. */
    interface Page {
        String show(Visit visit) throws Exception;
    }

    /** A set of servlet and security classes of Jetty's. */
    enum Environment {
        EE8 {
            @Override
            Handler context(LoginService logins, Map<String, Page> pages) {
                return Ee8Context.of(logins, pages);
            }
        },
        EE10 {
            @Override
            Handler context(LoginService logins, Map<String, Page> pages) {
                return Ee10Context.of(logins, pages);
            }
        };

        abstract Handler context(LoginService logins, Map<String, Page> pages);
    }

    private final Server server = new Server();
    private final ServerConnector connector;

    /** @param sessions null: Jetty's own */
    LoginNode(
            Environment environment,
            @Nullable SessionCacheFactory sessions,
            LoginService logins,
            Map<String, Page> pages)
            throws Exception {
        this(sessions, logins, environment.context(logins, pages));
    }

    LoginNode(@Nullable SessionCacheFactory sessions, LoginService logins, Handler context) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new ForwardedRequestCustomizer());
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        if (sessions != null) {
            server.addBean(sessions);
            server.addBean((SessionDataStoreFactory) manager -> new NoSessionDataStore());
        }
        server.addBean(logins);
        server.setHandler(context);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    void stop() throws Exception {
        server.stop();
    }
}
