package dev.roam.tomcat;

import dev.roam.Scope;
import dev.roam.WorkingCopy;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The application's attributes of a working copy, as the map that {@code StandardSession.attributes} is. So StandardSession itself keeps all
 * its rules about listeners, binding events and exceptions.
 *
 * <p>While a session is being ended its record must not change any more, but its listeners may still read, set and remove attributes, and {@code
 * StandardSession.expire} takes them out one by one. From {@link #detach} on such changes stay in this map.
 */
final class SessionAttributes extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {
    private final WorkingCopy<RoamSession> copy;
    private volatile @Nullable Overlay overlay;

    SessionAttributes(WorkingCopy<RoamSession> copy) {
        this.copy = copy;
    }

    /** From now on changes are kept here and are not stored. */
    void detach() {
        if (overlay == null) {
            overlay = new Overlay();
        }
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if (!(name instanceof String key)) {
            return null;
        }
        Overlay local = overlay;
        return local == null ? copy.get(Scope.APPLICATION, key) : local.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String key && names().contains(key);
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        Overlay local = overlay;
        return local == null ? copy.put(Scope.APPLICATION, name, value) : local.put(name, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        if (!(name instanceof String key)) {
            return null;
        }
        Overlay local = overlay;
        return local == null ? copy.remove(Scope.APPLICATION, key) : local.remove(key);
    }

    /** A snapshot: StandardSession only ever copies it. */
    @Override
    public Set<String> keySet() {
        return names();
    }

    /** A snapshot; decodes every attribute. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        Set<Entry<String, Object>> entries = new LinkedHashSet<>();
        for (String name : names()) {
            Object value = get(name);
            if (value != null) {
                entries.add(new SimpleImmutableEntry<>(name, value));
            }
        }
        return entries;
    }

    @Override
    public void clear() {
        for (String name : names()) {
            remove(name);
        }
    }

    private Set<String> names() {
        Overlay local = overlay;
        return local == null ? copy.names(Scope.APPLICATION) : local.names();
    }

    // ConcurrentMap, for callers in one JVM. StandardSession uses none of these.

    @Override
    public synchronized @Nullable Object putIfAbsent(String name, Object value) {
        Object present = get(name);
        return present == null ? put(name, value) : present;
    }

    @Override
    public synchronized boolean remove(@Nullable Object name, @Nullable Object value) {
        if (value == null || !value.equals(get(name))) {
            return false;
        }
        remove(name);
        return true;
    }

    @Override
    public synchronized boolean replace(String name, Object expected, Object value) {
        if (!expected.equals(get(name))) {
            return false;
        }
        put(name, value);
        return true;
    }

    @Override
    public synchronized @Nullable Object replace(String name, Object value) {
        return get(name) == null ? null : put(name, value);
    }

    /** What was changed since the session began to end, over what was stored. */
    private final class Overlay {
        private final Map<String, Object> set = new HashMap<>();
        private final Set<String> removed = new HashSet<>();

        synchronized @Nullable Object get(String name) {
            Object value = set.get(name);
            if (value != null || removed.contains(name)) {
                return value;
            }
            return copy.get(Scope.APPLICATION, name);
        }

        synchronized @Nullable Object put(String name, Object value) {
            Object previous = get(name);
            set.put(name, value);
            return previous;
        }

        synchronized @Nullable Object remove(String name) {
            Object previous = get(name);
            set.remove(name);
            removed.add(name);
            return previous;
        }

        synchronized Set<String> names() {
            Set<String> names = new LinkedHashSet<>(copy.names(Scope.APPLICATION));
            names.removeAll(removed);
            names.addAll(set.keySet());
            return names;
        }
    }
}
