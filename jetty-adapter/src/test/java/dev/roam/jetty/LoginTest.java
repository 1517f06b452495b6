package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.LoginAuthenticator.UserAuthenticationSucceeded;
import org.eclipse.jetty.security.authentication.SessionAuthentication;
import org.eclipse.jetty.session.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The attribute in which Jetty keeps a login, where no authenticator of Jetty's wrote it. */
class LoginTest {
    private static final String ID = "some-session";

    private final SharedRecords records = new SharedRecords();
    private final OtherContainer node = new OtherContainer(records);
    private final OtherContainer otherNode = new OtherContainer(records);

    @SuppressWarnings("NullAway.Init")
    private WorkingCopy<String> copy;

    @SuppressWarnings("NullAway.Init")
    private Login login;

    @BeforeEach
    void begin() {
        copy = node.begun(ID);
        login = login(copy);
    }

    @AfterEach
    void close() {
        node.close();
        otherNode.close();
    }

    private static Login login(WorkingCopy<String> copy) {
        return new Login(copy, Authentications.of(new SessionHandler()));
    }

    @Test
    void a_value_that_jetty_does_not_know_stays_on_this_node() throws Exception {
        login.set("whatever this is");
        copy.commit();

        assertThat(login.get()).isEqualTo("whatever this is");
        assertThat(records.wereSent("whatever this is")).isFalse();
        assertThat(login(otherNode.opened(ID)).get()).isNull();
    }

    @Test
    void a_user_without_a_name_stays_on_this_node() throws Exception {
        Principal nameless = () -> null;
        Object value = new UserAuthenticationSucceeded("FORM", UserIdentity.from(new Subject(), nameless, "shopper"));
        login.set(value);
        copy.commit();

        assertThat(login.get()).isSameAs(value);
        assertThat(records.wereSent("shopper")).isFalse();
    }

    @Test
    void a_value_that_stays_on_this_node_yields_to_a_login_on_another() throws Exception {
        login.set("whatever this is");
        copy.commit();
        otherNode.identity(ID, new Identity("ann", Set.of("shopper"), "FORM"));
        copy.enter();
        copy.open();

        assertThat(login.get()).isInstanceOf(SessionAuthentication.class);
    }

    @Test
    void a_context_without_security_has_the_user_all_the_same() {
        copy.identity(new Identity("ann", Set.of("shopper"), null));

        assertThat(login.get()).isInstanceOfSatisfying(SessionAuthentication.class, ann -> {
            assertThat(ann.getUserPrincipal().getName()).isEqualTo("ann");
            assertThat(ann.getAuthenticationType()).isNull();
            assertThat(ann.isUserInRole("shopper")).isTrue();
            assertThat(ann.isUserInRole("boss")).isFalse();
        });
    }

    @Test
    void setting_answers_what_was_there_before() {
        assertThat(login.set("a")).isNull();
        assertThat(login.set("b")).isEqualTo("a");
        assertThat(login.set(null)).isEqualTo("b");
        assertThat(login.get()).isNull();
    }

    @Test
    void a_logout_leaves_nothing_of_the_user() {
        Principal ann = new Users.Member("ann", 7);
        login.set(new UserAuthenticationSucceeded("FORM", UserIdentity.from(new Subject(), ann, "shopper")));
        assertThat(copy.names(Scope.JETTY)).containsExactly(Login.PRINCIPAL);

        login.set(null);

        assertThat(copy.names(Scope.JETTY)).isEmpty();
        assertThat(copy.identity()).isNull();
    }
}
