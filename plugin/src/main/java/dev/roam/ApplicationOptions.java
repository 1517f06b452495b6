package dev.roam;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of one application. Immutable.
 *
 * @param application the name under which nodes share its sessions
 * @param detectMutations whether what is changed inside an attribute is found
 * @param serializer how attributes are encoded: {@code kryo} or {@code java}
 * @param serialFilter a pattern that stands before the default filter; null: the default alone
 * @param storeTimeout after which the store counts as unreachable for a request
 * @param touchInterval how stale a stored last access may be, at most; a session's own interval is also at most a tenth of its timeout
 * @param reapInterval how often due sessions are ended
 * @param newSessionTimeout the timeout until a second request uses a session; null: the session's own from the beginning
 * @param locking which requests of one session may run at the same time
 * @param lockTimeout how long a request waits for its turn
 * @param limits how much sessions may be
 */
public record ApplicationOptions(
        String application,
        boolean detectMutations,
        String serializer,
        @Nullable String serialFilter,
        Duration storeTimeout,
        Duration touchInterval,
        Duration reapInterval,
        @Nullable Duration newSessionTimeout,
        Locking locking,
        Duration lockTimeout,
        Limits limits) {
    /**
     * Reads an application's options from their texts; those that are not there have their defaults. Options of the node are left to {@link
     * NodeOptions#parse}.
     *
     * @param texts values by name, all options of a configuration together
     * @param defaultApplication the application's name if the texts give none
     * @throws OptionException if a value is not allowed, or a name is none of {@link Options#names}
     */
    public static ApplicationOptions parse(Map<String, String> texts, String defaultApplication) {
        Options.requireKnown(texts.keySet());
        Map<String, String> named = new HashMap<>(texts);
        named.putIfAbsent(Options.APPLICATION.name(), defaultApplication);
        return new ApplicationOptions(
                Options.APPLICATION.read(named),
                Options.DETECT_MUTATIONS.read(named),
                Options.SERIALIZER.read(named),
                Options.SERIAL_FILTER.read(named).orElse(null),
                Options.STORE_TIMEOUT.read(named),
                Options.TOUCH_INTERVAL.read(named),
                Options.REAP_INTERVAL.read(named),
                Options.NEW_SESSION_TIMEOUT.read(named).orElse(null),
                Options.LOCKING.read(named),
                Options.LOCK_TIMEOUT.read(named),
                new Limits(
                        Options.MAX_SESSION_BYTES.read(named).orElse(null),
                        Options.MAX_ATTRIBUTE_BYTES.read(named).orElse(null),
                        Options.MAX_CLUSTER_SESSIONS.read(named).orElse(null),
                        Options.MAX_SESSIONS_PER_USER.read(named).orElse(null),
                        Options.USER_LIMIT_POLICY.read(named)));
    }

    /**
     * The options that differ from their defaults, in the order of the documentation: for the log. Without the application's name, whose default
     * only the container knows.
     */
    public Map<String, String> differing() {
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, Options.DETECT_MUTATIONS, detectMutations);
        put(texts, Options.SERIALIZER, serializer);
        put(texts, Options.SERIAL_FILTER, Optional.ofNullable(serialFilter));
        put(texts, Options.STORE_TIMEOUT, storeTimeout);
        put(texts, Options.TOUCH_INTERVAL, touchInterval);
        put(texts, Options.REAP_INTERVAL, reapInterval);
        put(texts, Options.NEW_SESSION_TIMEOUT, Optional.ofNullable(newSessionTimeout));
        put(texts, Options.LOCKING, locking);
        put(texts, Options.LOCK_TIMEOUT, lockTimeout);
        put(texts, Options.MAX_SESSION_BYTES, Optional.ofNullable(limits.sessionBytes()));
        put(texts, Options.MAX_ATTRIBUTE_BYTES, Optional.ofNullable(limits.attributeBytes()));
        put(texts, Options.MAX_CLUSTER_SESSIONS, Optional.ofNullable(limits.clusterSessions()));
        put(texts, Options.MAX_SESSIONS_PER_USER, Optional.ofNullable(limits.userSessions()));
        put(texts, Options.USER_LIMIT_POLICY, limits.userLimitPolicy());
        return Options.differing(texts);
    }

    private static <T> void put(Map<String, String> texts, Option<T> option, T value) {
        texts.put(option.name(), option.print(value));
    }
}
