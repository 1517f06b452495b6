package dev.roam.tomcat;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.LimitException;
import dev.roam.OutsideUse;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import java.security.Principal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.catalina.SessionListener;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's session over a {@link WorkingCopy}. {@code StandardSession} keeps its rules (which listener is told what, and when; what throws on an
 * invalid session) and asks this class for the data: attributes come from a view on the copy, times, timeout, principal and the two notes that
 * {@code StandardSession.doWriteObject} would persist come from the copy itself. There is one such object for each session and node.
 *
 * <p>Every question whose answer the application relies on opens the copy first ({@link #live}): one store operation for each request that uses
 * its session, none for the others.
 *
 * <p>Notes other than those two, session listeners such as {@code SingleSignOnListener}, and {@code isNew} belong to this node.
 */
public class RoamSession extends CopySession {
    private static final long serialVersionUID = 1L;

    private final transient RoamManager owner;
    private final transient SessionAttributes view;
    private final transient Login login;
    private final transient SharedNotes notesOfAll;
    private final transient LocalBindings bindings = new LocalBindings();
    private final transient OutsideUse outside;

    /** Held while the session ends, as {@code StandardSession.expire} holds its monitor: whoever comes second waits until it has ended. */
    private final transient ReentrantLock endLock = new ReentrantLock();

    private final transient AtomicLong uses = new AtomicLong();
    private transient boolean ended;
    private transient volatile @Nullable Cause cause;

    /** Why the session ends, while its last events are fired. */
    private transient volatile @Nullable Cause firing;

    /** The id under which the listeners of this node's container know the session. */
    private final transient AtomicReference<String> toldId;

    RoamSession(RoamManager owner, WorkingCopy<RoamSession> copy) {
        super(owner, copy);
        this.owner = owner;
        this.outside = new OutsideUse(copy);
        this.view = new SessionAttributes(copy);
        this.login = new Login(copy);
        this.notesOfAll = new SharedNotes(this);
        this.toldId = new AtomicReference<>(copy.id());
        this.attributes = view;
        this.isValid = true;
    }

    RoamManager owner() {
        return owner;
    }

    /** The id without route. */
    String coreId() {
        return copy.id();
    }

    // Is it there?

    /**
     * Opens the copy, and answers whether the session is there.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean live() {
        uses.incrementAndGet();
        if (!isValid) {
            return false;
        }
        if (expiring) {
            return true;
        }
        RequestState state = CurrentRequest.of(owner);
        boolean there =
                (state == null || outside.isKept()) ? outside.open(CurrentRequest.ofThread()) : state.open(this);
        if (!there && copy.isGone()) {
            gone(Cause.INVALIDATED);
        } else if (!copy.id().equals(toldId.get())) {
            fireSessionEvent(SESSION_CHANGED_ID_EVENT, null);
        }
        return there;
    }

    OutsideUse outside() {
        return outside;
    }

    /** How often somebody has asked something of it that opens it: nothing can have changed where that is as it was. */
    long uses() {
        return uses.get();
    }

    /**
     * As {@link #live}, but without asking the store where only the authenticator wants to know; see {@link AuthenticatorQuestions}. Outside the
     * pipeline it is Tomcat itself that asks, partly before any valve could answer for a failure: there a session counts as valid
     * until the store can tell, and whoever uses it learns why.
     */
    @Override
    public boolean isValid() {
        RequestState state = CurrentRequest.of(owner);
        if (state != null && isValid && !copy.isGone() && state.questions().assumes(this)) {
            return true;
        }
        try {
            return live();
        } catch (StoreException e) {
            if (state != null) {
                throw e;
            }
            return true;
        }
    }

    @Override
    protected boolean isValidInternal() {
        return live();
    }

    // Identity and times

    @Override
    public String getId() {
        return owner.ids().routed(copy.id());
    }

    @Override
    public String getIdInternal() {
        return getId();
    }

    /** Gives the session another id, which must lead to the same record; see {@link RoamManager#changeSessionId}. */
    @Override
    public void setId(String id, boolean notify) {
        if (!id.equals(getId())) {
            owner.changeSessionId(this, id);
        }
        if (notify) {
            tellNew();
        }
    }

    /**
     * Tells the container's listeners. Those of a changed id are told once for each, wherever it was given: {@code SingleSignOn} finds the session
     * by it, which no other node will tell.
     */
    @Override
    public void fireSessionEvent(String type, @Nullable Object data) {
        if (!SESSION_CHANGED_ID_EVENT.equals(type)) {
            super.fireSessionEvent(type, data);
            return;
        }
        String id = copy.id();
        String before = toldId.getAndSet(id);
        if (!id.equals(before)) {
            super.fireSessionEvent(type, owner.ids().routed(before));
        }
    }

    /** Once the session has ended, what tells {@code SingleSignOn.sessionDestroyed} a timeout from a logout, wherever it was used last. */
    @Override
    public long getIdleTimeInternal() {
        Cause end = cause;
        if (end == null) {
            long since = lastAccessAtStart ? getLastAccessedTimeInternal() : getThisAccessedTimeInternal();
            return System.currentTimeMillis() - since;
        }
        return end == Cause.TIMEOUT ? copy.maxInactive() * 1000L : 0;
    }

    /** As the store has it, if this thread is in a request; otherwise as this node last saw it. */
    @Override
    public int getMaxInactiveInterval() {
        if (CurrentRequest.of(owner) != null) {
            live();
        }
        return copy.maxInactive();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        if (live()) {
            copy.maxInactive(interval);
            changed();
        }
    }

    @Override
    public void access() {
        super.access();
        RequestState state = CurrentRequest.get();
        if (state == null || !state.accessed(this)) {
            copy.enter();
        }
    }

    @Override
    public void endAccess() {
        super.endAccess();
        copy.leave();
    }

    // Attributes

    /** What Tomcat has, and while the session's last events are fired also why it ends: then partly it counts as ended already. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Cause why = firing;
        return why != null && Ending.CAUSE_ATTRIBUTE.equals(name) ? why.text() : super.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        super.setAttribute(name, value, notify);
        if (value != null) {
            bindings.set(name, value);
            pin();
        }
        changed();
    }

    @Override
    protected void removeAttributeInternal(String name, boolean notify) {
        super.removeAttributeInternal(name, notify);
        changed();
    }

    /** What no request will store is stored at once. */
    void changed() {
        if (!expiring) {
            outside.changed(CurrentRequest.ofThread());
        }
    }

    /** As {@code isNew}, but asks nothing. */
    boolean isNewHere() {
        return isNew;
    }

    // Login

    @Override
    public @Nullable Principal getPrincipal() {
        RequestState state = CurrentRequest.of(owner);
        if (state != null && isValid && owner.getPersistAuthentication()) {
            LazyPrincipal lazy = state.questions().askedForPrincipal(this);
            if (lazy != null) {
                return lazy;
            }
        }
        return openedPrincipal();
    }

    /** Who is logged in, or null; opens. */
    @Nullable
    Principal openedPrincipal() {
        return live() ? loggedIn() : null;
    }

    /** Who is logged in, or null; for whoever has opened. */
    @Nullable
    Principal loggedIn() {
        if (owner.getPersistAuthentication()) {
            principal = login.principal();
        }
        return principal;
    }

    @Override
    public void setPrincipal(@Nullable Principal user) {
        Principal real = user instanceof LazyPrincipal lazy ? lazy.resolve() : user;
        if (owner.getPersistAuthentication() && live()) {
            try {
                login.set(real, authType == null ? login.authType() : authType);
            } catch (LimitException e) {
                refuseLogin();
                throw e;
            }
            changed();
        }
        super.setPrincipal(real);
    }

    /** {@code AuthenticatorBase.register} and {@code Request.login} have told the request already who the user is. */
    private void refuseLogin() {
        super.setAuthType(null);
        RequestState state = CurrentRequest.of(owner);
        if (state != null) {
            state.loginRefused();
        }
    }

    /** Null until a pending login is known; {@link LazyPrincipal#publish} then gives it to the request. */
    @Override
    public @Nullable String getAuthType() {
        if (!owner.getPersistAuthentication()) {
            return authType;
        }
        RequestState state = CurrentRequest.of(owner);
        if (state != null && state.questions().isLoginPending()) {
            return null;
        }
        live();
        return login.authType();
    }

    @Override
    public void setAuthType(@Nullable String type) {
        if (owner.getPersistAuthentication() && live()) {
            login.setAuthType(type);
            changed();
        }
        super.setAuthType(type);
    }

    // Notes

    @Override
    public @Nullable Object getNote(String name) {
        return notesOfAll.has(name) ? notesOfAll.get(name) : super.getNote(name);
    }

    @Override
    public void setNote(String name, Object value) {
        if (notesOfAll.has(name)) {
            notesOfAll.set(name, value);
        } else {
            super.setNote(name, value);
        }
    }

    @Override
    public void removeNote(String name) {
        if (notesOfAll.has(name)) {
            notesOfAll.remove(name);
        } else {
            super.removeNote(name);
        }
    }

    @Override
    public Iterator<String> getNoteNames() {
        Set<String> names = new LinkedHashSet<>();
        super.getNoteNames().forEachRemaining(names::add);
        names.addAll(notesOfAll.names());
        return names.iterator();
    }

    /** Who logged in on this node, where logins do not count on the others. */
    @Nullable
    Principal principalHere() {
        return principal;
    }

    SharedNotes sharedNotes() {
        return notesOfAll;
    }

    // The end

    /**
     * Ends the session, here or on the node that is quicker. Returns when it has ended on this node.
     *
     * @throws StoreException if the store cannot tell; the session then lives on
     */
    @Override
    public void expire(boolean notify) {
        endLock.lock();
        try {
            if (endLock.getHoldCount() > 1 || !isValid) {
                return;
            }
            Ending ending = copy.end(Cause.INVALIDATED);
            if (ending != null) {
                fire(ending, notify);
                return;
            }
        } finally {
            endLock.unlock();
        }
        gone(Cause.INVALIDATED);
    }

    /** Ends the session that this node has claimed because it is due. */
    void end(Ending ending) {
        endLock.lock();
        try {
            if (ended) {
                ending.close();
            } else {
                fire(ending, true);
            }
        } finally {
            endLock.unlock();
        }
    }

    private void fire(Ending ending, boolean notify) {
        try (ending) {
            cause = ending.cause();
            firing = cause;
            ended = true;
            isValid = true;
            view.detach();
            super.expire(notify);
        } finally {
            firing = null;
            isValid = false;
            owner.pinned().remove(this);
        }
    }

    /** The session has ended on another node. What hangs on this one is told, the application is not. */
    void gone(Cause reason) {
        endLock.lock();
        try {
            if (ended || cause != null) {
                return;
            }
            cause = reason;
            isValid = false;
        } finally {
            endLock.unlock();
        }
        owner.pinned().remove(this);
        bindings.gone(this, owner.getContext());
        fireSessionEvent(SESSION_DESTROYED_EVENT, null);
    }

    // Kept on this node

    @Override
    public void addSessionListener(SessionListener listener) {
        super.addSessionListener(listener);
        pin();
    }

    private void pin() {
        if (isValid && (!listeners.isEmpty() || !bindings.isEmpty())) {
            owner.pinned().add(this);
            if (!isValid) {
                owner.pinned().remove(this); // it ended meanwhile
            }
        }
    }

    /** Does nothing: a request may still hold this session when Tomcat is done with it. */
    @Override
    public void recycle() {}

    @Override
    public String toString() {
        String id = copy.id();
        return "RoamSession[" + id.substring(0, Math.min(8, id.length())) + "...]";
    }
}
