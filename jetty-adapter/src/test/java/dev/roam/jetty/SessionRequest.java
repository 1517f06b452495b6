package dev.roam.jetty;

import dev.roam.StoreException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/** What one request has to do with sessions: those that it entered, and the failure of the store that it met. Thread-safe. */
final class SessionRequest {
    private final RequestScopes scopes;
    private final @Nullable Context context;
    private final @Nullable Request request;
    private final List<Use> uses = new CopyOnWriteArrayList<>();
    private volatile boolean handedOver;
    private volatile @Nullable StoreException failure;

    /** A session that the request entered, under the id that it brought; null: it was made in this request. */
    private static final class Use {
        private final SeamSession session;
        private final @Nullable String requestedId;

        /** Whether there is a session of that id for this request; null: not asked yet. */
        private volatile @Nullable Boolean confirmed;

        Use(SeamSession session, @Nullable String requestedId) {
            this.session = session;
            this.requestedId = requestedId;
            this.confirmed = requestedId == null ? true : null;
        }
    }

    /** @param request null: work that is no request's */
    SessionRequest(RequestScopes scopes, @Nullable Context context, @Nullable Request request) {
        this.scopes = scopes;
        this.context = context;
        this.request = request;
    }

    /** Jetty has resolved the ids; from now on the application asks. */
    void handOver() {
        handedOver = true;
    }

    /** Jetty found the session under an id that the request brought, and asks nothing yet. */
    void enter(SeamSession session, String requestedId) {
        enter(new Use(session, requestedId));
    }

    /** The request made the session. */
    void enterNew(SeamSession session) {
        enter(new Use(session, null));
    }

    private void enter(Use use) {
        if (request != null) { // else nobody would leave
            use.session.copy().enter();
            uses.add(use);
        }
    }

    boolean bringsSeveralIds(SessionManager manager) {
        if (request == null) {
            return false;
        }
        long cookies = Request.getCookies(request).stream()
                .filter(cookie -> manager.getSessionCookie().equalsIgnoreCase(cookie.getName()))
                .count();
        boolean uri = manager.isUsingUriParameters() && request.getHttpURI().getParam() != null;
        return cookies + (uri ? 1 : 0) > 1;
    }

    /** Whether the session is there for this request. Believes the id while Jetty resolves it, asks when the application does. */
    boolean isThere(SeamSession session) {
        Use use = use(session);
        if (use != null && use.confirmed == null && !handedOver) {
            return !session.copy().isGone();
        }
        return confirms(session);
    }

    /** Asks; the first time whether the id that the request brought is the session's. */
    boolean confirms(SeamSession session) {
        Use use = use(session);
        if (use != null && use.requestedId != null && use.confirmed == null) {
            String requestedId = use.requestedId;
            boolean confirmed = recording(() -> session.copy().open(requestedId));
            use.confirmed = confirmed;
            return confirmed;
        }
        return (use == null || Boolean.TRUE.equals(use.confirmed))
                && recording(() -> session.copy().open());
    }

    /** The latest: a request may bring a former id of a session, and then the current one. */
    private @Nullable Use use(SeamSession session) {
        Use latest = null;
        for (Use use : uses) {
            if (use.session == session) {
                latest = use;
            }
        }
        return latest;
    }

    /** Calls the core; that the store failed is remembered, since Jetty and applications swallow it on the way. */
    <T extends @Nullable Object> T recording(Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            if (request != null) {
                failure = e;
            }
            throw e;
        }
    }

    void throwFailure() {
        StoreException met = failure;
        if (met != null) {
            throw met;
        }
    }

    /** Stores what this request changed; answers false if that, or anything before it, failed. */
    boolean commit() {
        if (failure == null) {
            try {
                inScope(() -> {
                    for (Use use : uses) {
                        if (Boolean.TRUE.equals(use.confirmed)) {
                            recording(() -> {
                                use.session.copy().commit();
                                return null;
                            });
                        }
                    }
                });
            } catch (StoreException e) {
                return false;
            }
        }
        return failure == null;
    }

    /** The request is over. */
    void leave() {
        inScope(() -> {
            for (Use use : uses) {
                use.session.copy().leave();
            }
            uses.clear();
        });
    }

    /** With the application's class loader and as this request, on whatever thread. */
    private void inScope(Runnable work) {
        Objects.requireNonNull(context).run(() -> {
            scopes.push(this);
            try {
                work.run();
            } finally {
                scopes.pop();
            }
        });
    }
}
