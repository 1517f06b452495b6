package dev.roam.tomcat;

import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the authenticator asks of one request's session, and what may be answered without opening it. With {@code cache="true"}, the default, {@code
 * AuthenticatorBase.invoke} asks every request for its session and that for its principal. If that opened the session, every picture and
 * style sheet would cost a store operation (against promise 8). So while exactly this question is being asked, a session is assumed to be
 * there, and its principal is a {@link LazyPrincipal}. {@code FormAuthenticator} asks one question more, whether the session holds a saved
 * request; a session that had none under the id that the request brought still has none, because {@code FormAuthenticator} gives a session
 * another id whenever it saves a request in it.
 *
 * <p>Confined to the request's thread.
 */
final class AuthenticatorQuestions {
    /** What the authenticator is about to ask. */
    private enum Question {
        NONE,
        PRINCIPAL,
        SAVED_REQUEST
    }

    private final Request request;
    private final RequestState state;
    private Question question = Question.NONE;
    private boolean form;
    private boolean wrapped;
    private @Nullable LazyPrincipal principal;

    AuthenticatorQuestions(Request request, RequestState state) {
        this.request = request;
        this.state = state;
    }

    /** The authenticator comes next. */
    void begin(AuthenticatorBase authenticator) {
        forgetLogin();
        if (authenticator.getCache() && request.getPrincipal() == null) {
            question = Question.PRINCIPAL;
            form = authenticator instanceof FormAuthenticator && authenticator.getChangeSessionIdOnAuthentication();
        }
    }

    /**
     * The authenticator is done: from now on every question is the application's. What it was allowed to assume does not count for the application,
     * which may ask on any thread: the session goes back.
     */
    void end() {
        question = Question.NONE;
        state.giveBackAssumed();
        // An asynchronous dispatch goes to the target with the request as it was when it became asynchronous: if that
        // was not
        // wrapped, nobody would catch what only the wrapper can.
        if (request.isAsyncDispatching() && !wrapped && request.getPrincipal() instanceof LazyPrincipal lazy) {
            lazy.publish();
        }
        wrapped = LazyLoginRequest.install(request);
    }

    /** Whether a session may be taken to be there, because only the authenticator wants to know. */
    boolean assumes(RoamSession session) {
        if (question == Question.SAVED_REQUEST
                && !session.sharedNotes().lacksSavedRequest(request.getRequestedSessionId())) {
            question = Question.NONE;
        }
        return question != Question.NONE && !state.isRefused(session);
    }

    /** The authenticator asks for the principal: answers one that opens the session when it is asked, or null if it may open now. */
    @Nullable
    LazyPrincipal askedForPrincipal(RoamSession session) {
        if (question != Question.PRINCIPAL) {
            return null;
        }
        question = form ? Question.SAVED_REQUEST : Question.NONE;
        if (session.copy().isCurrent(state)) {
            return null;
        }
        principal = new LazyPrincipal(session, request, state);
        return principal;
    }

    /** The form authenticator asks for a saved request: true if there is none and nothing need be opened to know it. */
    boolean askedForSavedRequest(RoamSession session) {
        boolean none = question == Question.SAVED_REQUEST && assumes(session);
        question = Question.NONE;
        return none;
    }

    /** Whether the login of this request is not known yet. */
    boolean isLoginPending() {
        return principal != null && !principal.isResolved();
    }

    /** Takes a principal that nobody has asked out of the request, so that the access log does not. */
    void forgetLogin() {
        if (request.getPrincipal() instanceof LazyPrincipal lazy) {
            request.setUserPrincipal(lazy.isResolved() ? lazy.resolve() : null);
        }
        LazyLoginRequest.remove(request);
        principal = null;
    }
}
