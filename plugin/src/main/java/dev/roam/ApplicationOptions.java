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
 */
public record ApplicationOptions(
        String application,
        boolean detectMutations,
        String serializer,
        @Nullable String serialFilter,
        Duration storeTimeout,
        Duration touchInterval,
        Duration reapInterval) {
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
                Options.REAP_INTERVAL.read(named));
    }

    /**
     * The options that differ from their defaults, in the order of the documentation: for the log. Without the application's name, whose default
     * only the container knows.
     */
    public Map<String, String> differing() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(Options.DETECT_MUTATIONS.name(), Options.DETECT_MUTATIONS.print(detectMutations));
        texts.put(Options.SERIALIZER.name(), Options.SERIALIZER.print(serializer));
        texts.put(Options.SERIAL_FILTER.name(), Options.SERIAL_FILTER.print(Optional.ofNullable(serialFilter)));
        texts.put(Options.STORE_TIMEOUT.name(), Options.STORE_TIMEOUT.print(storeTimeout));
        texts.put(Options.TOUCH_INTERVAL.name(), Options.TOUCH_INTERVAL.print(touchInterval));
        texts.put(Options.REAP_INTERVAL.name(), Options.REAP_INTERVAL.print(reapInterval));
        return Options.differing(texts);
    }
}
