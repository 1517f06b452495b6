package dev.roam.session;

import dev.roam.Scope;
import dev.roam.UserSession;
import dev.roam.WorkingCopy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session as it is to become: what is set is kept here until all of it is. The copy has been opened, by a request or somebody like one. Confined to one thread. */
final class DraftedUserSession implements UserSession {
    private final WorkingCopy<?> copy;
    private final String user;
    private final Map<String, Optional<Object>> values = new LinkedHashMap<>();
    private @Nullable Integer maxInactive;

    DraftedUserSession(WorkingCopy<?> copy, String user) {
        this.copy = copy;
        this.user = user;
    }

    /** What has been set, in order; empty: removed. */
    Map<String, Optional<Object>> values() {
        return values;
    }

    /** The timeout that has been set; null: none. */
    @Nullable
    Integer setsMaxInactive() {
        return maxInactive;
    }

    @Override
    public String id() {
        return copy.id();
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Optional<Object> set = values.get(name);
        return set != null ? set.orElse(null) : copy.get(Scope.APPLICATION, name);
    }

    @Override
    public Set<String> attributeNames() {
        Set<String> names = new HashSet<>(copy.names(Scope.APPLICATION));
        values.forEach((name, value) -> {
            if (value.isPresent()) {
                names.add(name);
            } else {
                names.remove(name);
            }
        });
        return names;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        values.remove(name);
        values.put(name, Optional.ofNullable(value));
    }

    @Override
    public int maxInactive() {
        return maxInactive != null ? maxInactive : copy.maxInactive();
    }

    @Override
    public void maxInactive(int seconds) {
        maxInactive = seconds;
    }
}
