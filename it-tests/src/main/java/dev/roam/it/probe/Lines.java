package dev.roam.it.probe;

import org.jspecify.annotations.Nullable;

/**
 * An answer under construction. Ids and times are marked, {@code id(…)} and {@code time(…)}, so that two servers' answers can be
 * compared after those have been replaced.
 */
final class Lines {

    private final StringBuilder text = new StringBuilder();

    Lines add(String key, @Nullable Object value) {
        text.append(key).append('=').append(value).append('\n');
        return this;
    }

    static String id(String id) {
        return "id(" + id + ")";
    }

    static String time(long millis) {
        return "time(" + millis + ")";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
