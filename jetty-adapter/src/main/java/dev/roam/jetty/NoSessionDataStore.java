package dev.roam.jetty;

import java.util.Set;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/** Stands where Jetty's session cache must have a store. {@link RoamSessionCache} asks the cluster itself and never this, so that all it does is say so. */
final class NoSessionDataStore extends AbstractLifeCycle implements SessionDataStore {
    @Override
    public void initialize(SessionContext context) {}

    @Override
    public boolean isPassivating() {
        return true;
    }

    @Override
    public SessionData newSessionData(
            String id, long created, long accessed, long lastAccessed, long maxInactiveMillis) {
        throw unused();
    }

    @Override
    public SessionData load(String id) {
        throw unused();
    }

    @Override
    public void store(String id, SessionData data) {
        throw unused();
    }

    @Override
    public boolean delete(String id) {
        throw unused();
    }

    @Override
    public boolean exists(String id) {
        throw unused();
    }

    @Override
    public Set<String> getExpired(Set<String> candidates) {
        return Set.of();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException(
                "Roam keeps sessions in the cluster, not in a SessionDataStore; this one is there because Jetty's SessionCache must have one");
    }

    @Override
    public String toString() {
        return "NoSessionDataStore[sessions are in the cluster]";
    }
}
