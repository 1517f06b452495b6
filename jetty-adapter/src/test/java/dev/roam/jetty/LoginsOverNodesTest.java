package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Identity;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A login made on one node goes on at the other, whatever environment of Jetty it runs and whatever its login service is; and no password is stored. */
@Timeout(60)
class LoginsOverNodesTest {
    /** The environments of two nodes. */
    enum Pair {
        EE8(LoginNode.Environment.EE8, LoginNode.Environment.EE8),
        EE10(LoginNode.Environment.EE10, LoginNode.Environment.EE10),
        EE8_AND_EE10(LoginNode.Environment.EE8, LoginNode.Environment.EE10),
        EE10_AND_EE8(LoginNode.Environment.EE10, LoginNode.Environment.EE8);

        private final LoginNode.Environment a;
        private final LoginNode.Environment b;

        Pair(LoginNode.Environment a, LoginNode.Environment b) {
            this.a = a;
            this.b = b;
        }
    }

    private final SharedRecords records = new SharedRecords();
    private final Map<String, LoginNode.Page> pages = new ConcurrentHashMap<>();
    private final Map<String, Object> seen = new ConcurrentHashMap<>();
    private final List<AutoCloseable> closed = new ArrayList<>();
    private final BalancedBrowser browser = new BalancedBrowser();

    @SuppressWarnings("NullAway.Init")
    private LoginNode a;

    @SuppressWarnings("NullAway.Init")
    private LoginNode b;

    @BeforeEach
    void pages() {
        pages.put("/inside/who", LoginsOverNodesTest::who);
        pages.put("/who", LoginsOverNodesTest::who);
        pages.put("/office/who", LoginsOverNodesTest::who);
        pages.put("/inside/order", visit -> "ordered " + visit.parameter("item") + " by " + visit.user());
        pages.put("/logout", visit -> {
            visit.logout();
            return who(visit);
        });
        pages.put("/attributes", visit -> visit.attributes().toString());
        pages.put("/inside/principal", visit -> {
            Object former = seen.put("principal", Objects.requireNonNull(visit.principal()));
            return visit.principal().getClass().getSimpleName() + (former == visit.principal() ? " same" : "");
        });
    }

    private static String who(Visit visit) {
        String roles = List.of("shopper", "auditor", "boss").stream()
                .filter(visit::hasRole)
                .collect(Collectors.joining(" "));
        return visit.user() + ", " + visit.authType() + ": " + roles;
    }

    private void start(Pair pair, Supplier<LoginService> logins) throws Exception {
        a = node(pair.a, logins.get());
        b = node(pair.b, logins.get());
    }

    private void start(Pair pair) throws Exception {
        start(pair, () -> Users.hash(Users.store()));
    }

    private LoginNode node(LoginNode.Environment environment, LoginService logins) throws Exception {
        return node(environment, TestNode.cachesOf(records), logins);
    }

    private LoginNode node(
            LoginNode.Environment environment, @Nullable SessionCacheFactory sessions, LoginService logins)
            throws Exception {
        LoginNode node = new LoginNode(environment, sessions, logins, pages);
        closed.add(node::stop);
        return node;
    }

    private OtherContainer otherContainer() {
        OtherContainer other = new OtherContainer(records);
        closed.add(other);
        return other;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable opened : closed) {
            opened.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_login_goes_on_at_the_other_node(Pair pair) throws Exception {
        start(pair);
        browser.login(a, "ann");

        assertThat(browser.get(b, "/inside/who").body()).isEqualTo("ann, FORM: shopper auditor");
        assertThat(browser.get(b, "/who").body()).isEqualTo("ann, FORM: shopper auditor");
        assertThat(browser.get(b, "/office/who").statusCode()).isEqualTo(403);
        assertThat(browser.get(a, "/inside/who").body()).isEqualTo("ann, FORM: shopper auditor");
    }

    /** Of ee10 and ee11. Those of ee8 and ee9 ask each request's session for what was posted before the login. */
    @Test
    void a_page_that_does_not_ask_who_is_logged_in_costs_no_store_operation() throws Exception {
        pages.put("/plain", visit -> "plain");
        start(Pair.EE10);
        browser.login(a, "ann");
        records.forgetOperations();

        assertThat(browser.get(b, "/plain").body()).isEqualTo("plain");
        assertThat(browser.get(a, "/plain").body()).isEqualTo("plain");

        assertThat(records.operations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void no_password_is_stored(Pair pair) throws Exception {
        start(pair);
        browser.login(a, "ann");
        browser.get(b, "/inside/who");

        assertThat(records.wereSent("ann")).isTrue();
        assertThat(records.wereSent(Users.passwordOf("ann"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void the_node_of_the_login_keeps_the_very_principal(Pair pair) throws Exception {
        start(pair);
        browser.login(a, "ann");
        browser.get(a, "/inside/principal");
        browser.get(b, "/inside/who");

        assertThat(browser.get(a, "/inside/principal").body()).endsWith(" same");
        assertThat(browser.get(b, "/inside/principal").body()).doesNotEndWith(" same");
        assertThat(browser.get(b, "/inside/principal").body()).endsWith(" same");
    }

    @ParameterizedTest
    @EnumSource
    void a_logout_on_one_node_is_one_on_both(Pair pair) throws Exception {
        start(pair);
        browser.login(a, "ann");

        assertThat(browser.get(b, "/logout").body()).startsWith("null, null");

        assertThat(browser.get(a, "/who").body()).startsWith("null, null");
        assertThat(browser.get(a, "/inside/who").statusCode()).isBetween(302, 303);
    }

    @ParameterizedTest
    @EnumSource
    void another_user_may_log_in_on_the_other_node(Pair pair) throws Exception {
        start(pair);
        browser.login(a, "ann");
        browser.get(b, "/logout");
        browser.login(b, "bob");

        assertThat(browser.get(a, "/office/who").body()).isEqualTo("bob, FORM: shopper boss");
    }

    @ParameterizedTest
    @EnumSource(names = {"EE8", "EE10"})
    void a_second_login_keeps_the_id_that_the_first_one_gave_also_on_the_other_node(Pair pair) throws Exception {
        start(pair);
        browser.get(a, "/inside/who");
        String before = browser.sessionId();
        browser.postLogin(a, "ann");
        String renewed = browser.sessionId();
        browser.postLogin(b, "bob");

        assertThat(renewed).isNotEqualTo(before);
        assertThat(browser.sessionId()).isEqualTo(renewed);
    }

    @ParameterizedTest
    @EnumSource
    void a_form_is_asked_for_by_one_node_and_posted_to_the_other(Pair pair) throws Exception {
        start(pair);
        HttpResponse<String> asked = browser.get(a, "/inside/order?item=tea");
        assertThat(BalancedBrowser.target(asked)).isEqualTo(LoginNode.FORM);

        HttpResponse<String> posted = browser.postLogin(b, "ann");

        assertThat(BalancedBrowser.target(posted)).isEqualTo("/inside/order?item=tea");
        assertThat(browser.get(a, BalancedBrowser.target(posted)).body()).isEqualTo("ordered tea by ann");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_posted_before_the_login_is_there_after_it_as_on_a_stock_jetty(Pair pair) throws Exception {
        start(pair);
        LoginNode stock = node(pair.a, null, Users.hash(Users.store()));
        pages.put(
                "/saved",
                visit -> visit.attribute("org.eclipse.jetty.security.form_URI") + " "
                        + visit.attribute("org.eclipse.jetty.security.form_POST"));
        BalancedBrowser other = new BalancedBrowser();
        Map<String, String> form = Map.of("item", "Assam & Darjeeling");
        other.post(stock, "/inside/order", form);
        browser.post(a, "/inside/order", form);
        String saved = other.get(stock, "/saved").body();

        assertThat(saved).startsWith("http://shop.example/inside/order ").contains("Assam & Darjeeling");
        assertThat(browser.get(a, "/saved").body()).isEqualTo(saved);
        assertThat(browser.get(b, "/saved").body()).isEqualTo(saved);

        other.postLogin(stock, "ann");
        assertThat(BalancedBrowser.target(browser.postLogin(b, "ann"))).isEqualTo("/inside/order");
        for (int i = 0; i < 2; i++) {
            String ordered = other.get(stock, "/inside/order").body();
            assertThat(browser.get(a, "/inside/order").body()).isEqualTo(ordered);
        }
        assertThat(browser.get(b, "/saved").body()).isEqualTo("null null");
    }

    @ParameterizedTest
    @EnumSource
    void another_container_knows_who_is_logged_in(Pair pair) throws Exception {
        start(pair);
        OtherContainer other = otherContainer();
        browser.login(a, "ann");

        assertThat(other.identity(browser.sessionId()))
                .isEqualTo(new Identity("ann", Set.of("shopper", "auditor"), "FORM"));
        assertThat(other.attributes(browser.sessionId())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_login_of_another_container_goes_on_though_the_login_service_does_not_know_the_user(Pair pair)
            throws Exception {
        start(pair);
        OtherContainer other = otherContainer();
        browser.get(a, "/inside/who");
        other.identity(browser.sessionId(), new Identity("tom", Set.of("shopper"), "BASIC"));

        assertThat(browser.get(a, "/inside/who").body()).isEqualTo("tom, BASIC: shopper");
        assertThat(browser.get(b, "/who").body()).isEqualTo("tom, BASIC: shopper");
        assertThat(browser.get(b, "/office/who").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void what_another_container_changes_of_a_login_counts(Pair pair) throws Exception {
        start(pair);
        OtherContainer other = otherContainer();
        browser.login(a, "ann");
        browser.get(a, "/inside/principal");

        other.identity(browser.sessionId(), new Identity("ann", Set.of("shopper", "auditor"), "CLIENT_CERT"));
        assertThat(browser.get(a, "/inside/who").body()).isEqualTo("ann, CLIENT_CERT: shopper auditor");
        assertThat(browser.get(a, "/inside/principal").body()).endsWith(" same");

        other.identity(browser.sessionId(), new Identity("bob", Set.of("boss"), "FORM"));
        assertThat(browser.get(a, "/office/who").body()).isEqualTo("bob, FORM: boss");

        other.identity(browser.sessionId(), null);
        assertThat(browser.get(a, "/who").body()).startsWith("null, null");
    }

    @ParameterizedTest
    @EnumSource
    void roles_that_no_principal_shows_are_those_that_the_application_declares(Pair pair) throws Exception {
        start(pair, Users::delegating);
        browser.login(a, "ann");

        assertThat(browser.get(b, "/inside/who").body()).isEqualTo("ann, FORM: shopper auditor");
    }

    @ParameterizedTest
    @EnumSource
    void a_principal_of_the_login_services_own_class_goes_along(Pair pair) throws Exception {
        start(pair, Users::delegating);
        pages.put("/inside/member", visit -> String.valueOf(visit.principal()));
        browser.login(a, "ann");

        assertThat(browser.get(b, "/inside/member").body()).isEqualTo("Member[name=ann, number=7]");
    }

    @ParameterizedTest
    @EnumSource
    void a_principal_is_not_that_of_a_user_whom_another_container_logged_in_later(Pair pair) throws Exception {
        start(pair, Users::delegating);
        OtherContainer other = otherContainer();
        pages.put("/inside/member", visit -> String.valueOf(visit.principal()));
        browser.login(a, "ann");
        other.identity(browser.sessionId(), new Identity("bob", Set.of("shopper"), "FORM"));

        assertThat(browser.get(b, "/inside/member").body()).isEqualTo("bob");
    }

    @ParameterizedTest
    @EnumSource
    void the_role_that_a_servlet_runs_as_is_none_of_the_users(Pair pair) throws Exception {
        start(pair);
        pages.put("/asboss/login", visit -> {
            visit.login("ann", Users.passwordOf("ann"));
            return who(visit);
        });

        assertThat(browser.get(a, "/asboss/login").body()).isEqualTo("ann, API: shopper auditor boss");

        assertThat(browser.get(b, "/who").body()).isEqualTo("ann, FORM: shopper auditor");
        assertThat(browser.get(b, "/office/who").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void jaas_logs_out_who_logged_in_on_the_other_node(Pair pair) throws Exception {
        start(pair, Users::jaas);
        pages.put("/inside/logout", visit -> {
            visit.logout();
            return "out";
        });
        browser.login(a, "ann");

        assertThat(browser.get(b, "/inside/who").body()).isEqualTo("ann, FORM: shopper auditor");
        assertThat(browser.get(b, "/inside/logout").body()).isEqualTo("out");
        assertThat(browser.get(a, "/who").body()).startsWith("null, null");
    }

    @ParameterizedTest
    @EnumSource
    void a_login_service_that_validates_at_every_request_goes_by_its_own_users(Pair pair) throws Exception {
        UserStore users = Users.store();
        start(pair, () -> {
            HashLoginService service = Users.hash(users);
            service.setFullValidate(true);
            return service;
        });
        browser.login(a, "ann");
        assertThat(browser.get(b, "/inside/who").body()).isEqualTo("ann, FORM: shopper auditor");

        users.removeUser("ann");

        assertThat(BalancedBrowser.target(browser.get(b, "/inside/who"))).isEqualTo(LoginNode.FORM);
        assertThat(browser.get(a, "/who").body()).startsWith("null, null");
    }

    @ParameterizedTest
    @EnumSource
    void a_session_has_the_attributes_that_it_has_on_a_stock_jetty(Pair pair) throws Exception {
        start(pair, Users::delegating);
        LoginNode stock = node(pair.a, null, Users.delegating());
        BalancedBrowser other = new BalancedBrowser();
        for (String path : List.of("/inside/order?item=tea", "/attributes")) {
            assertThat(browser.get(a, path).body())
                    .isEqualTo(other.get(stock, path).body());
        }
        other.postLogin(stock, "ann");
        browser.postLogin(a, "ann");
        String attributes = other.get(stock, "/attributes").body();

        assertThat(attributes).contains(Login.ATTRIBUTE);
        assertThat(browser.get(a, "/attributes").body()).isEqualTo(attributes);
        assertThat(browser.get(b, "/attributes").body()).isEqualTo(attributes);
    }

    @ParameterizedTest
    @EnumSource
    void a_session_with_a_login_can_be_ended_on_the_other_node(Pair pair) throws Exception {
        start(pair, Users::delegating);
        pages.put("/end", visit -> {
            visit.invalidate();
            return "ended";
        });
        browser.login(a, "ann");

        assertThat(browser.get(b, "/end").body()).isEqualTo("ended");
        assertThat(browser.get(a, "/who").body()).startsWith("null, null");
    }
}
