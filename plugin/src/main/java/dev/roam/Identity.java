package dev.roam;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in, in terms that every container understands. Never holds a password. Immutable.
 *
 * @param name the user's name, as {@code HttpServletRequest.getRemoteUser} answers it
 * @param roles the names of the user's roles
 * @param authType how the user logged in ({@code FORM}, {@code BASIC}, ...), null where the container named none
 */
public record Identity(String name, Set<String> roles, @Nullable String authType) {
    public Identity {
        roles = Set.copyOf(roles);
    }
}
