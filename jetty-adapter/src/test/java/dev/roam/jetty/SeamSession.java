package dev.roam.jetty;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's session in terms of a working copy. The superclass keeps the listeners, the cookie's state and what only this node knows ({@code isNew});
 * everything that is shared is the copy's, and what the superclass would keep of it in its {@code SessionData} is not read.
 *
 * <p>Jetty's session lock is never held while the copy is called: the copy may wait for another thread that encodes, hence calls listeners of the
 * application, which call this session.
 */
final class SeamSession extends ManagedSession {
    /** Attributes of Jetty's own, its login for one; an application on another container must not see them. */
    private static final String JETTYS_OWN = "org.eclipse.jetty.";

    private final SeamSessionCache cache;
    private final WorkingCopy<SeamSession> copy;
    private volatile String suffix = "";
    private volatile @Nullable Ending ending;

    SeamSession(SeamSessionCache cache, WorkingCopy<SeamSession> copy) {
        super(cache.getSessionManager(), data(copy));
        this.cache = cache;
        this.copy = copy;
        setResident(true);
    }

    /** Jetty takes a session that was never saved for a new one. */
    private static SessionData data(WorkingCopy<SeamSession> copy) {
        SessionData data = new SessionData(copy.id(), "", "", copy.created(), 0, 0, -1);
        data.setLastSaved(copy.isUnsaved() ? 0 : 1);
        return data;
    }

    WorkingCopy<SeamSession> copy() {
        return copy;
    }

    // ------------------------------------------------------------------ validity

    /** Jetty asks here, with the request known only by the thread; see {@link SessionRequest#isThere}. */
    @Override
    public boolean isValid() {
        return cache.current().isThere(this);
    }

    @Override
    public boolean isExpiredAt(long time) {
        return false; // the owner of the record decides
    }

    @Override
    public boolean access(long time) {
        cache.current().handOver();
        locked(() -> _newSession = false);
        return true;
    }

    /** Runs something on a session that must be there: ending it is being there for its listeners. */
    private <T extends @Nullable Object> T there(Supplier<T> call) {
        SessionRequest request = cache.current();
        if (ending == null && !request.isThere(this)) {
            throw new IllegalStateException("session " + getId() + " is not valid any more");
        }
        return request.recording(call);
    }

    // -------------------------------------------------------------------- header

    @Override
    public String getId() {
        return copy.id();
    }

    /** Only the route is Jetty's: the rest of what it gives may be the id of a request that is not checked yet. */
    @Override
    public void setExtendedId(String extendedId) {
        suffix = extendedId.substring(
                getSessionManager().getSessionIdManager().getId(extendedId).length());
    }

    @Override
    public String getExtendedId() {
        return copy.id() + suffix;
    }

    @Override
    public long getCreationTime() {
        return there(copy::created);
    }

    @Override
    public long getLastAccessedTime() {
        return there(copy::previousAccess);
    }

    @Override
    public int getMaxInactiveInterval() {
        return there(copy::maxInactive);
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        there(() -> {
            copy.maxInactive(seconds);
            return null;
        });
    }

    @Override
    public boolean isNew() {
        return there(super::isNew);
    }

    // ---------------------------------------------------------------- attributes

    private static Scope scope(String name) {
        return name.startsWith(JETTYS_OWN) ? Scope.JETTY : Scope.APPLICATION;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return there(() -> copy.get(scope(name), name));
    }

    @Override
    public Set<String> getAttributeNameSet() {
        return there(() -> copy.names(Scope.APPLICATION));
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object value) {
        Object previous =
                there(() -> value == null ? copy.remove(scope(name), name) : copy.put(scope(name), name, value));
        if (value != null || previous != null) {
            onSessionAttributeUpdate(name, value, previous);
        }
        return previous;
    }

    @Override
    public @Nullable Object removeAttribute(String name) {
        return setAttribute(name, null);
    }

    // -------------------------------------------------------------------- rename

    /**
     * The superclass asks the id manager, that asks every context's cache, and each renames its own record. Both swallow what goes wrong there: a login
     * that seems to have a new id and has not would be open to fixation.
     */
    @Override
    public void renewId(Request request, Response response) {
        there(() -> null);
        getSessionData().setId(copy.id());
        super.renewId(request, response);
        cache.current().throwFailure();
        there(() -> null);
    }

    // ----------------------------------------------------------------------- end

    /** After the events Jetty has the session ended in every context, this one included, where that is done. */
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
        there(() -> null);
        Ending claimed = cache.current().recording(() -> copy.end(Cause.INVALIDATED));
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
            Set<String> names = copy.names(Scope.APPLICATION);
            while (!names.isEmpty()) {
                for (String name : names) {
                    Object value = copy.remove(Scope.APPLICATION, name);
                    if (value != null) {
                        onSessionAttributeUpdate(name, null, value);
                    }
                }
                names = copy.names(Scope.APPLICATION);
            }
        } finally {
            claimed.close();
            getSessionData().setCreated(copy.created());
            getSessionManager().recordSessionTime(this);
            ended();
        }
    }

    /** Ends a session that timed out, in the scope of its context. */
    void end(Ending claimed) {
        begin(claimed);
        try {
            getSessionManager().onSessionDestroyed(this);
        } finally {
            finishInvalidate();
        }
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
}
