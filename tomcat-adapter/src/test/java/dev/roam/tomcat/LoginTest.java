package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.Session;
import org.apache.catalina.realm.GenericPrincipal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {
    private final TestStore store = new TestStore();
    private final TestNode a = TestNode.on(store);
    private final TestNode b = TestNode.on(store);
    private volatile @Nullable Principal user;

    /** A principal of a realm's own. */
    record Employee(String getName, int number) implements Principal, Serializable {
        @Override
        public String getName() {
            return getName;
        }
    }

    /** One that cannot leave its node. */
    record Local(Object resource) implements Principal {
        @Override
        public String getName() {
            return "local";
        }
    }

    @BeforeEach
    void start() {
        for (TestNode node : new TestNode[] {a, b}) {
            node.page("/login", (request, response) -> {
                        Session session = session(node, request.getSession().getId());
                        session.setAuthType("FORM");
                        session.setPrincipal(user);
                    })
                    .start();
        }
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static Session session(TestNode node, String cookie) throws IOException {
        return Objects.requireNonNull(node.manager().findSession(cookie.replace("JSESSIONID=", "")));
    }

    /** Logs somebody in in a request, and answers the cookie. */
    private String login(TestNode node, @Nullable Principal somebody, @Nullable String cookie) {
        user = somebody;
        String next = TestNode.cookie(node.get("/login", cookie));
        return Objects.requireNonNull(next == null ? cookie : next);
    }

    @Test
    void a_principal_keeps_its_name_and_roles_on_another_node_and_its_identity_on_its_own() throws Exception {
        GenericPrincipal ann = new GenericPrincipal("ann", List.of("seller", "buyer"));
        String cookie = login(a, ann, null);

        assertThat(session(a, cookie).getPrincipal()).isSameAs(ann);
        assertThat(session(b, cookie).getAuthType()).isEqualTo("FORM");
        assertThat(session(b, cookie).getPrincipal()).isInstanceOfSatisfying(GenericPrincipal.class, other -> {
            assertThat(other.getName()).isEqualTo("ann");
            assertThat(other.getRoles()).containsExactly("buyer", "seller");
        });
    }

    @Test
    void a_principal_of_a_class_of_its_own_comes_along_and_leaves_with_the_login() throws Exception {
        String cookie = login(a, new Employee("bob", 7), null);

        assertThat(session(b, cookie).getPrincipal()).isEqualTo(new Employee("bob", 7));

        login(b, null, cookie);
        assertThat(session(a, cookie).getPrincipal()).isNull();
        assertThat(store.bytes(cookie)).doesNotContain("bob");
    }

    @Test
    void a_principal_that_a_tomcat_one_carries_comes_along() throws Exception {
        String cookie = login(a, new GenericPrincipal("bob", List.of("buyer"), new Employee("bob", 8)), null);

        assertThat(session(b, cookie).getPrincipal()).isInstanceOfSatisfying(GenericPrincipal.class, other -> {
            assertThat(other.hasRole("buyer")).isTrue();
            assertThat(other.getUserPrincipal()).isEqualTo(new Employee("bob", 8));
        });
    }

    @Test
    void a_principal_that_cannot_be_stored_is_known_by_name_elsewhere() throws Exception {
        Local local = new Local(new Object());
        String cookie = login(a, local, null);

        assertThat(session(a, cookie).getPrincipal()).isSameAs(local);
        assertThat(session(b, cookie).getPrincipal())
                .isInstanceOf(GenericPrincipal.class)
                .extracting(Principal::getName)
                .isEqualTo("local");
    }

    @Test
    void with_persistAuthentication_off_a_login_stays_on_its_node() throws Exception {
        a.manager().setPersistAuthentication(false);
        GenericPrincipal ann = new GenericPrincipal("ann");
        String cookie = login(a, ann, null);

        assertThat(session(a, cookie).getPrincipal()).isSameAs(ann);
        assertThat(session(b, cookie).getPrincipal()).isNull();
    }
}
