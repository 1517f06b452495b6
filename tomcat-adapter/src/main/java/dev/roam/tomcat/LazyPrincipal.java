package dev.roam.tomcat;

import dev.roam.StoreException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.catalina.TomcatPrincipal;
import org.apache.catalina.connector.Request;
import org.apache.catalina.realm.GenericPrincipal;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the principal of a session that has not been opened yet, in one request. It opens the session when it is first asked something,
 * puts what it finds in its own place in the request, and then answers as that does. If nobody is logged in, or the session is gone, {@code
 * getUserPrincipal} and {@code getRemoteUser} of the request answer null and {@code isUserInRole} false, as without a principal.
 *
 * <p>It must be a {@code GenericPrincipal}: {@code RealmBase.hasRoleInternal} asks no other for its roles. The one case in which {@code
 * Request} judges by the mere presence of a principal, {@code isUserInRole("**")}, is caught by {@link LazyLoginRequest}.
 */
final class LazyPrincipal extends GenericPrincipal {
    private static final long serialVersionUID = 1L;

    private final transient RoamSession session;
    private final transient Request request;
    private final transient RequestState state;

    /** The id that the request brought for it; kept, because the request may be over when somebody asks. */
    private final transient @Nullable String brought;

    private transient boolean resolved;
    private transient @Nullable Principal principal;

    LazyPrincipal(RoamSession session, Request request, RequestState state) {
        super("");
        this.session = session;
        this.request = request;
        this.state = state;
        this.brought = state.broughtFor(session);
    }

    /** Whether the session has been opened for this principal. */
    boolean isResolved() {
        return resolved;
    }

    /**
     * Who is logged in, or null. Opens the session, once.
     *
     * @throws StoreException if the store cannot tell, and the application can still be told
     */
    @Nullable
    Principal resolve() {
        boolean failed = state.failure().isAnswered() && !state.isInPipeline();
        if (!resolved && !failed) {
            try {
                principal = open() ? session.loggedIn() : null;
                resolved = true;
            } catch (StoreException e) {
                if (state.isInPipeline()) {
                    throw e;
                }
                return null;
            }
        }
        return principal;
    }

    /** Compares the id, whichever thread asks: a session is unknown to a new request under the id that it had before a login. */
    private boolean open() {
        if (state.isBoundHere()) {
            return session.live();
        }
        if (state.isRefused(session)) {
            return false;
        }
        String compared = state.isConfirmed(session) ? null : brought;
        return compared == null ? session.copy().open() : session.copy().open(compared);
    }

    /** Resolves, and takes this principal's place in the request with what was found. */
    @Nullable
    Principal publish() {
        Principal found = resolve();
        if (resolved && request.getPrincipal() == this) {
            request.setUserPrincipal(found);
            request.setAuthType(found == null ? null : session.getAuthType());
        }
        return found;
    }

    @Override
    public @Nullable String getName() {
        Principal found = publish();
        return found == null ? null : found.getName();
    }

    @Override
    public String[] getRoles() {
        return publish() instanceof GenericPrincipal generic ? generic.getRoles() : new String[0];
    }

    @Override
    public boolean hasRole(String role) {
        return publish() instanceof GenericPrincipal generic && generic.hasRole(role);
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        Principal found = publish();
        return found instanceof TomcatPrincipal tomcat ? tomcat.getUserPrincipal() : found;
    }

    /** Does not take the place in the request: {@code Request.getUserPrincipal} reads its field again after this. */
    @Override
    public @Nullable GSSCredential getGssCredential() {
        return resolve() instanceof TomcatPrincipal tomcat ? tomcat.getGssCredential() : null;
    }

    @Override
    public void logout() throws Exception {
        if (publish() instanceof TomcatPrincipal tomcat) {
            tomcat.logout();
        }
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return publish() instanceof TomcatPrincipal tomcat ? tomcat.getAttribute(name) : null;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return publish() instanceof TomcatPrincipal tomcat
                ? tomcat.getAttributeNames()
                : Collections.emptyEnumeration();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** For Tomcat's traces; opens nothing. */
    @Override
    public String toString() {
        return resolved ? String.valueOf(principal) : "LazyPrincipal[not asked yet]";
    }
}
