package dev.roam.jetty;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.OutsideUse;
import dev.roam.WorkingCopy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session over a {@link WorkingCopy}. {@code ManagedSession} keeps the listeners and what only this node knows ({@code isNew}); everything that nodes share
 * is the copy's, and what {@code ManagedSession} would keep of it in its {@code SessionData} is not read. There is one such object for each session and node, with
 * one {@code HttpSession}.
 *
 * <p>Every question whose answer the application relies on opens the copy first ({@link #live}): one store operation for each request that uses its session,
 * none for the others.
 *
 * <p>Jetty's lock of the session is never held while the copy is called: the copy may wait for another thread that encodes, hence calls listeners of the
 * application, which call this session.
 */
final class RoamSession extends ManagedSession {
    private static final Logger LOG = System.getLogger(RoamSession.class.getName());

    private final RoamSessionCache cache;
    private final WorkingCopy<RoamSession> copy;
    private final OutsideUse outside;
    private final SessionAttributes attributes;

    /** This node's suffix of ids, if it has one. */
    private volatile String suffix = "";

    /** Set while this node ends the session. */
    private volatile @Nullable Ending ending;

    RoamSession(RoamSessionCache cache, WorkingCopy<RoamSession> copy) {
        super(cache.getSessionManager(), data(copy));
        this.cache = cache;
        this.copy = copy;
        this.outside = new OutsideUse(copy);
        this.attributes = new SessionAttributes(copy, cache.authentications());
        setResident(true);
    }

    /** Jetty takes a session that was never saved for a new one. */
    private static SessionData data(WorkingCopy<RoamSession> copy) {
        SessionData data = new SessionData(copy.id(), "", "", copy.created(), 0, 0, -1);
        data.setLastSaved(copy.isUnsaved() ? 0 : 1);
        return data;
    }

    WorkingCopy<RoamSession> copy() {
        return copy;
    }

    OutsideUse outside() {
        return outside;
    }

    // Is it there?

    /**
     * Opens the copy, and answers whether the session is there for whoever asks.
     *
     * @throws dev.roam.StoreException if the store cannot tell
     */
    private boolean live() {
        RequestState request = cache.request();
        return request == null ? outside.open(null) : request.open(this);
    }

    @Override
    public boolean isValid() {
        return ending == null && live();
    }

    /** The owner of the record decides that. */
    @Override
    public boolean isExpiredAt(long time) {
        return false;
    }

    /** A request has been given the session; or, with {@code HttpSession.Accessor}, somebody outside any request. */
    @Override
    public boolean access(long time) {
        RequestState request = cache.request();
        if (request == null) {
            return live();
        }
        request.handOver();
        locked(() -> {
            _newSession = false;
            SessionData data = getSessionData();
            data.setLastAccessed(data.getAccessed());
            data.setAccessed(time); // from which Jetty also counts the age of the cookie
        });
        return true;
    }

    /** Overrides a method of 12.1, which counts uses; {@code WorkingCopy.leave} does. */
    @SuppressWarnings({"MissingOverride", "unused"}) // 12.0 has one that cannot be seen here
    public void release() {}

    /**
     * Asks something of a session that must be there. Being ended is being there, for its listeners.
     *
     * @throws IllegalStateException if it is not
     */
    private <T extends @Nullable Object> T there(Supplier<T> question) {
        if (ending == null && !live()) {
            throw new IllegalStateException("Session " + head() + " is not valid any more");
        }
        RequestState request = cache.request();
        return request == null ? question.get() : request.telling(question);
    }

    private <T extends @Nullable Object> T change(Supplier<T> change) {
        T result = there(change);
        if (ending == null) {
            outside.changed(cache.request());
        }
        return result;
    }

    // Ids

    @Override
    public String getId() {
        return copy.id();
    }

    /** Of what Jetty gives, only the suffix is taken: the rest may be the id of a request that is not checked yet. */
    @Override
    public void setExtendedId(String extendedId) {
        suffix = extendedId.substring(
                getSessionManager().getSessionIdManager().getId(extendedId).length());
    }

    @Override
    public String getExtendedId() {
        return copy.id() + suffix;
    }

    /** An id with this node's suffix. */
    String extended(String id) {
        return id + suffix;
    }

    /** Not while Jetty looks up what the request has brought: another node's suffix is no reason for a new cookie on each hop between nodes. */
    @Override
    public void onIdChanged() {
        RequestState request = cache.request();
        if (request != null && request.isHandedOver() && getSessionManager().isUsingCookies()) {
            request.needsCookie(this, true);
        }
    }

    @Override
    public boolean isSetCookieNeeded() {
        RequestState request = cache.request();
        return request != null && request.needsCookie(this);
    }

    @Override
    public HttpCookie generateSetCookie(String name, Map<String, String> attributes) {
        HttpCookie cookie = super.generateSetCookie(name, attributes);
        RequestState request = cache.request();
        if (request != null) {
            request.needsCookie(this, false);
        }
        return cookie;
    }

    /**
     * {@code ManagedSession.renewId} asks the id manager, which asks every web application's cache, and each renames its own record. All of them swallow what goes
     * wrong there: a login that seems to have a new id and has not would be open to fixation.
     */
    @Override
    public void renewId(Request request, Response response) {
        there(() -> null);
        getSessionData().setId(copy.id());
        super.renewId(request, response);
        RequestState state = cache.request();
        if (state != null) {
            state.throwFailure();
        }
        there(() -> null);
    }

    // Times

    @Override
    public long getCreationTime() {
        return there(copy::created);
    }

    /** The request before this one: on this node as in a stock Jetty, whether or not it used the session; on others as the store heard of it. */
    @Override
    public long getLastAccessedTime() {
        return there(() -> Math.max(copy.previousAccess(), getSessionData().getLastAccessed()));
    }

    @Override
    public int getMaxInactiveInterval() {
        if (ending == null) {
            live();
        }
        return Math.max(-1, copy.maxInactive());
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        if (ending == null && live()) {
            change(() -> {
                copy.maxInactive(seconds);
                return null;
            });
        }
    }

    /** The client is taken to know it. */
    void isKnown() {
        locked(() -> _newSession = false);
    }

    @Override
    public boolean isNew() {
        return there(super::isNew);
    }

    // Attributes

    /** What there is, and while the session's last events are fired also why it ends. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Ending claimed = ending;
        return claimed != null && Ending.CAUSE_ATTRIBUTE.equals(name)
                ? claimed.cause().text()
                : there(() -> attributes.get(name));
    }

    @Override
    public Set<String> getAttributeNameSet() {
        return there(attributes::names);
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        Object previous = change(() -> attributes.set(name, value));
        if (value != null || previous != null) {
            onSessionAttributeUpdate(name, value, previous);
        }
        return previous;
    }

    @Override
    public @Nullable Object removeAttribute(String name) {
        return setAttribute(name, null);
    }

    // The end

    /** After the events Jetty has the session ended in every web application, this one included, where that is done. */
    @Override
    public void invalidate() {
        String id = copy.id();
        cache.ending(id, () -> {
            getSessionData().setId(id);
            super.invalidate();
        });
    }

    /** False: somebody else ends it, and fires its events. */
    @Override
    public boolean beginInvalidate() {
        Ending claimed = there(() -> copy.end(Cause.INVALIDATED));
        return claimed != null && begin(claimed);
    }

    private boolean begin(Ending claimed) {
        ending = claimed;
        state(State.INVALIDATING);
        return true;
    }

    @Override
    public void finishInvalidate() {
        Ending claimed = Objects.requireNonNull(ending, "not begun");
        try {
            Set<String> names = attributes.names();
            while (!names.isEmpty()) {
                names.forEach(this::unbind);
                names = attributes.names();
            }
        } finally {
            claimed.close();
            getSessionData().setCreated(copy.created());
            getSessionManager().recordSessionTime(this);
            ended();
        }
    }

    private void unbind(String name) {
        Object value = attributes.set(name, null);
        if (value == null) {
            return;
        }
        try {
            onSessionAttributeUpdate(name, null, value);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Ends the session that this node has claimed because it is due, in the scope of its web application. */
    void end(Ending claimed) {
        begin(claimed);
        try {
            getSessionManager().onSessionDestroyed(this);
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            finishInvalidate();
        }
    }

    private void failed(RuntimeException e) {
        LOG.log(Level.WARNING, "A listener of the end of session " + head() + " failed", e);
    }

    /** It is over, here or elsewhere. */
    void ended() {
        ending = null;
        state(State.INVALID);
    }

    private void state(State state) {
        locked(() -> {
            _state = state;
            _stateChangeCompleted.signalAll();
        });
    }

    @SuppressWarnings("try") // the lock is used by being held
    private void locked(Runnable work) {
        try (AutoLock held = lock()) {
            work.run();
        }
    }

    private String head() {
        String id = copy.id();
        return id.substring(0, Math.min(8, id.length())) + "...";
    }

    @Override
    public String toString() {
        return "RoamSession[" + head() + "]";
    }
}
