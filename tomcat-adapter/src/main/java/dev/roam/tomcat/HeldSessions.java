package dev.roam.tomcat;

import dev.roam.SessionIds;
import dev.roam.SessionView;
import dev.roam.Sessions;
import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.catalina.Session;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for {@code ManagerBase.sessions}: the sessions that this node holds, as the core knows them. {@code ManagerBase.findSessions}, which the
 * Manager application uses, and ManagerBase's JMX operations read that field, not {@code findSession}; with this view they work as they are. Listing asks
 * nothing of the store and shows this node's sessions; looking one up by id finds it wherever it is. Neither is a use of the sessions: they are {@link
 * ViewedSession}s. Adding and removing do nothing, for the core keeps the table.
 */
final class HeldSessions extends AbstractMap<String, Session> {
    private final Supplier<@Nullable Sessions<RoamSession>> open;

    /** @param open the application's sessions; null while it is not running */
    HeldSessions(Supplier<@Nullable Sessions<RoamSession>> open) {
        this.open = open;
    }

    @Override
    public Set<Entry<String, Session>> entrySet() {
        Set<Entry<String, Session>> entries = new LinkedHashSet<>();
        Sessions<RoamSession> sessions = open.get();
        if (sessions != null) {
            for (RoamSession session : sessions.held()) {
                Session viewed = new ViewedSession(session, session.copy().view());
                entries.add(new SimpleImmutableEntry<>(viewed.getIdInternal(), viewed));
            }
        }
        return entries;
    }

    @Override
    public int size() {
        Sessions<RoamSession> sessions = open.get();
        return sessions == null ? 0 : sessions.held().size();
    }

    /** @throws dev.roam.StoreException if the store cannot tell */
    @Override
    public @Nullable Session get(@Nullable Object id) {
        Sessions<RoamSession> sessions = open.get();
        if (sessions == null || !(id instanceof String text)) {
            return null;
        }
        String core = RoutedIds.withoutRoute(text);
        SessionView view = SessionIds.plausible(core) ? sessions.look(core) : null;
        return view == null ? null : new ViewedSession(sessions.find(core).session(), view);
    }

    /** False: only {@code ManagerBase.generateSessionId} asks, for each id that it draws; a fresh one is nobody's. */
    @Override
    public boolean containsKey(@Nullable Object id) {
        return false;
    }

    @Override
    public @Nullable Session put(String id, Session session) {
        return null;
    }

    @Override
    public @Nullable Session remove(@Nullable Object id) {
        return null;
    }
}
