package dev.roam;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of a session without its values, which do not even leave the member that holds them. Immutable.
 *
 * @param id the id, without any route suffix
 * @param created when the session was created, in milliseconds since the epoch
 * @param lastUse the latest use, on whichever node, in milliseconds since the epoch
 * @param maxInactive the timeout in seconds as it was set; zero or less: never
 * @param user the name of the user who is logged in, or null
 * @param node the node that changed the session last: the address of its member, or a client's host. Empty if that node is gone, or has started
 *     within the last moments
 * @param bytes the size of all encoded attributes, the container's own included
 * @param attributes the names of the application's attributes
 */
public record SessionSummary(
        String id,
        long created,
        long lastUse,
        int maxInactive,
        @Nullable String user,
        String node,
        long bytes,
        Set<String> attributes) {
    /** Copies, so that it stays as it is. */
    public SessionSummary {
        attributes = Set.copyOf(attributes);
    }

    /** One line, for people: times in UTC, names in order. */
    public String line() {
        return "id=" + id + " user=" + (user == null ? "" : user) + " created=" + Instant.ofEpochMilli(created)
                + " lastUse=" + Instant.ofEpochMilli(lastUse) + " maxInactive=" + maxInactive + " node=" + node
                + " bytes=" + bytes + " attributes=" + new TreeSet<>(attributes);
    }
}
