package dev.roam.it.harness;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A complete answer.
 *
 * @param headers by lower-case name, in the order of arrival
 */
public record Response(int status, Map<String, List<String>> headers, String body) {

    /** Returns the value of the line {@code key=value}; fails, showing the answer, where there is no such line. */
    public String value(String key) {
        return body.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + key + " in " + this));
    }

    public int number(String key) {
        return Integer.parseInt(value(key));
    }

    /** Whether the page found a session. */
    public boolean hasSession() {
        return !body.contains("session=none");
    }

    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Returns this answer if it has the status; fails, showing it, if not. */
    public Response expect(int expected) {
        if (status != expected) {
            throw new AssertionError("Expected " + expected + ", got " + this);
        }
        return this;
    }
}
