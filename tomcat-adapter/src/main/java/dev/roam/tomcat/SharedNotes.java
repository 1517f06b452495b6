package dev.roam.tomcat;

import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.util.HashSet;
import java.util.Set;
import org.apache.catalina.authenticator.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The notes of a session that another node needs, the two that {@code StandardSession.doWriteObject} persists: without them a form login could
 * not be begun here and finished there. All others stay on their node, user name and password among them, which {@code FormAuthenticator} notes
 * where {@code cache="false"}.
 */
final class SharedNotes {
    /** Their names, in {@link Scope#TOMCAT} as in Tomcat. */
    private static final Set<String> NAMES = Set.of(Constants.SESSION_ID_NOTE, Constants.FORM_REQUEST_NOTE);

    private final RoamSession session;

    /** The id under which the session was last seen without a saved request. */
    private volatile @Nullable String noSavedRequestUnder;

    SharedNotes(RoamSession session) {
        this.session = session;
    }

    private WorkingCopy<RoamSession> copy() {
        return session.copy();
    }

    /** Whether a note is one of them. With {@code persistAuthentication="false"} none is. */
    boolean has(String name) {
        return NAMES.contains(name) && session.owner().getPersistAuthentication();
    }

    @Nullable
    Object get(String name) {
        boolean savedRequest = Constants.FORM_REQUEST_NOTE.equals(name);
        RequestState state = CurrentRequest.of(session.owner());
        if (savedRequest && state != null && state.questions().askedForSavedRequest(session)) {
            return null;
        }
        if (!session.live()) {
            return null;
        }
        Object note = copy().get(Scope.TOMCAT, name);
        if (savedRequest) {
            noSavedRequestUnder = note == null ? copy().id() : null;
        }
        return Constants.SESSION_ID_NOTE.equals(name) && state != null ? asBrought(note, state) : note;
    }

    /** {@code FormAuthenticator} wants the noted id to be the one that the request brings, which may have another node's route. */
    private @Nullable Object asBrought(@Nullable Object note, RequestState state) {
        return note instanceof String id && RoutedIds.withoutRoute(id).equals(state.broughtFor(session))
                ? state.requestedId()
                : note;
    }

    void set(String name, Object value) {
        noSavedRequestUnder = null;
        if (session.live()) {
            copy().put(Scope.TOMCAT, name, value);
            session.changed();
        }
    }

    void remove(String name) {
        if (session.live() && copy().names(Scope.TOMCAT).contains(name)) {
            copy().remove(Scope.TOMCAT, name);
            session.changed();
        }
    }

    Set<String> names() {
        Set<String> names = new HashSet<>();
        if (session.owner().getPersistAuthentication() && session.live()) {
            names.addAll(copy().names(Scope.TOMCAT));
            names.retainAll(NAMES);
        }
        return names;
    }

    /** Whether the session had no saved request when it was last opened here, under the id that a request brings. Asks nothing. */
    boolean lacksSavedRequest(@Nullable String requestedId) {
        return requestedId != null && RoutedIds.withoutRoute(requestedId).equals(noSavedRequestUnder);
    }
}
