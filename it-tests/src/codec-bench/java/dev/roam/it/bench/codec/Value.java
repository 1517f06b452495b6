package dev.roam.it.bench.codec;

import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** The values that are measured. */
public enum Value {
    /** As short as most attributes. */
    STRING("String", "A `String` of 44 characters"),

    /** One object of an application's class. */
    BEAN("Bean", "A bean of 8 fields: strings, numbers, a date, an enum"),

    /** Many objects of few classes. */
    CART("Cart", "A cart of 50 items, each with a `String`, `BigDecimal`, `int`, `LocalDate`, an enum, a list of two"),

    /** Objects of classes that are not the application's own. */
    SECURITY("SecurityContext", "Spring Security's context of a user with 3 authorities after a login"),

    /** Much of one thing. */
    TEXT("Text", "A `String` of 100 KB, all of it ASCII");

    private static final int TEXT_CHARACTERS = 100 * 1024;
    private static final String WORDS = "Sessions roam from node to node, and nobody notices. ";

    private final String label;
    private final String description;

    Value(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The title of its table. */
    String label() {
        return label;
    }

    /** What the page says of it. */
    String description() {
        return description;
    }

    /** A new one, equal to all others, also to those of other processes. */
    Object make() {
        return switch (this) {
            case STRING -> "The quick brown fox jumps over the lazy dog.";
            case BEAN -> new Customer();
            case CART -> Cart.full();
            case SECURITY -> securityContext();
            case TEXT -> text();
        };
    }

    /** As a login by form leaves it: without the password; the details hold the address and the session's id before the login. */
    private static Object securityContext() {
        List<GrantedAuthority> authorities =
                AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_EDITOR", "ROLE_ADMIN");
        User user = new User("ada.lovelace@example.com", "{noop}secret", authorities);
        UsernamePasswordAuthenticationToken token =
                UsernamePasswordAuthenticationToken.authenticated(user, "secret", authorities);
        token.setDetails(new WebAuthenticationDetails("192.0.2.17", "0123456789ABCDEF0123456789ABCDEF"));
        token.eraseCredentials();
        return new SecurityContextImpl(token);
    }

    private static Object text() {
        return WORDS.repeat(TEXT_CHARACTERS / WORDS.length() + 1).substring(0, TEXT_CHARACTERS);
    }
}
