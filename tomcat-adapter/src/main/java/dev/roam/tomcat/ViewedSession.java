package dev.roam.tomcat;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.SessionView;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Session;
import org.apache.catalina.SessionListener;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * A session as an administrator gets it, from the Manager application or through JMX. As with a stock manager, looking at it is no access: reading asks
 * nothing of the store, prolongs nothing and hands nothing out that a commit would look for. Changing it and ending it are done to the session itself.
 */
final class ViewedSession extends StandardSession {
    private static final long serialVersionUID = 1L;

    /** The Manager application ends what was idle for so many minutes: below one minute, what this node knows will do. */
    private static final long ASK_AFTER_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final transient RoamSession real;
    private final transient SessionView view;

    ViewedSession(RoamSession real, SessionView view) {
        super(real.owner());
        this.real = real;
        this.view = view;
        this.isNew = real.isNewHere();
    }

    /** The session itself, whether or not somebody has it as it is shown here. */
    static RoamSession real(Session session) {
        return session instanceof ViewedSession viewed ? viewed.real : (RoamSession) session;
    }

    @Override
    public boolean isValid() {
        return !real.copy().isGone();
    }

    @Override
    protected boolean isValidInternal() {
        return isValid();
    }

    @Override
    public String getId() {
        return real.owner().ids().routed(view.id());
    }

    @Override
    public String getIdInternal() {
        return getId();
    }

    @Override
    public void setId(String id, boolean notify) {
        real.setId(id, notify);
    }

    // Times

    @Override
    public long getCreationTimeInternal() {
        return view.created();
    }

    @Override
    public long getCreationTime() {
        super.getCreationTime();
        return view.created();
    }

    @Override
    public long getLastAccessedTimeInternal() {
        return Math.max(view.lastUse(), real.getLastAccessedTimeInternal());
    }

    @Override
    public long getLastAccessedTime() {
        super.getLastAccessedTime();
        return getLastAccessedTimeInternal();
    }

    @Override
    public long getThisAccessedTimeInternal() {
        return Math.max(view.lastUse(), real.getThisAccessedTimeInternal());
    }

    @Override
    public long getThisAccessedTime() {
        super.getThisAccessedTime();
        return getThisAccessedTimeInternal();
    }

    /**
     * Since the last use on whichever node: {@code ManagerServlet} ends a session by this, and one that is idle here may be in use elsewhere. So where it
     * seems idle for a minute or more, the store is asked, which is no use either.
     *
     * @throws dev.roam.StoreException if the store cannot tell
     */
    @Override
    public long getIdleTimeInternal() {
        long here = System.currentTimeMillis() - getThisAccessedTimeInternal();
        if (here < ASK_AFTER_MILLIS) {
            return here;
        }
        return Math.max(
                0, Math.min(here, real.owner().clusterTime() - real.copy().lastUse()));
    }

    @Override
    public int getMaxInactiveInterval() {
        return view.maxInactive();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        real.setMaxInactiveInterval(interval);
    }

    // Attributes

    @Override
    public @Nullable Object getAttribute(String name) {
        super.getAttribute(name); // throws where it must
        return view.get(Scope.APPLICATION, name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        super.getAttributeNames(); // throws where it must
        return Collections.enumeration(view.names(Scope.APPLICATION));
    }

    @Override
    public void setAttribute(String name, Object value, boolean notify) {
        real.setAttribute(name, value, notify);
    }

    @Override
    public void removeAttribute(String name, boolean notify) {
        real.removeAttribute(name, notify);
    }

    // Login

    @Override
    public @Nullable Principal getPrincipal() {
        if (!real.owner().getPersistAuthentication()) {
            return real.principalHere();
        }
        Identity user = view.identity();
        return user == null ? null : new GenericPrincipal(user.name(), List.copyOf(user.roles()));
    }

    @Override
    public void setPrincipal(@Nullable Principal user) {
        real.setPrincipal(user);
    }

    @Override
    public @Nullable String getAuthType() {
        Identity user = view.identity();
        return user == null ? null : user.authType();
    }

    @Override
    public void setAuthType(@Nullable String type) {
        real.setAuthType(type);
    }

    // What is of the session itself

    @Override
    public @Nullable Object getNote(String name) {
        return real.getNote(name);
    }

    @Override
    public Iterator<String> getNoteNames() {
        return real.getNoteNames();
    }

    @Override
    public void setNote(String name, Object value) {
        real.setNote(name, value);
    }

    @Override
    public void removeNote(String name) {
        real.removeNote(name);
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        real.addSessionListener(listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        real.removeSessionListener(listener);
    }

    @Override
    public void access() {
        real.access();
    }

    @Override
    public void endAccess() {
        real.endAccess();
    }

    @Override
    public void tellNew() {
        real.tellNew();
    }

    @Override
    public void expire(boolean notify) {
        real.expire(notify);
    }

    /** Does nothing, as with the session itself. */
    @Override
    public void recycle() {}

    @Override
    public String toString() {
        return real.toString();
    }
}
