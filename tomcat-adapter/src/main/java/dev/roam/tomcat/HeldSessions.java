package dev.roam.tomcat;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.catalina.Session;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for {@code ManagerBase.sessions}: the sessions that this node holds, as the core knows them. ManagerBase's JMX operations
 * read that field, not {@code findSession}; with this view they work as they are. Listing asks nothing of the store and shows this node's
 * sessions; looking one up by id finds it wherever it is. Adding and removing do nothing, for the core keeps the table.
 */
final class HeldSessions extends AbstractMap<String, Session> {
    private final Supplier<Collection<RoamSession>> held;
    private final Function<String, @Nullable Session> find;

    /**
     * @param held the sessions in memory
     * @param find finds a session by its id, on any node
     */
    HeldSessions(Supplier<Collection<RoamSession>> held, Function<String, @Nullable Session> find) {
        this.held = held;
        this.find = find;
    }

    @Override
    public Set<Entry<String, Session>> entrySet() {
        Set<Entry<String, Session>> entries = new LinkedHashSet<>();
        for (RoamSession session : held.get()) {
            entries.add(new SimpleImmutableEntry<>(session.getIdInternal(), session));
        }
        return entries;
    }

    @Override
    public int size() {
        return held.get().size();
    }

    @Override
    public @Nullable Session get(@Nullable Object id) {
        return id instanceof String text ? find.apply(text) : null;
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
