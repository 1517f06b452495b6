package dev.roam.copy;

import dev.roam.LimitException;
import dev.roam.Scope;
import dev.roam.record.AttributeKey;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values are longer than the options allow when they are encoded, and what whoever changed them is told. */
final class TooLarge {
    private static final String ATTRIBUTE_OPTION = "maxAttributeBytes";
    private static final String SESSION_OPTION = "maxSessionBytes";

    private TooLarge() {}

    /**
     * What is wrong with the values that a commit carries, as far as the node can tell alone; null: nothing.
     *
     * @param attributeBytes how long each may be; 0: as long as it likes
     * @param createBytes of a session that is not stored yet, how long all together may be; 0: as long as they like, or it is stored
     */
    static @Nullable LimitException check(String key, List<Candidate> carried, long attributeBytes, long createBytes) {
        Candidate largest = largest(carried);
        if (attributeBytes > 0 && largest != null && length(largest) > attributeBytes) {
            return new LimitException(
                    ATTRIBUTE_OPTION,
                    name(largest.key) + " of session " + head(key) + " has " + length(largest)
                            + " bytes when it is encoded, and " + ATTRIBUTE_OPTION + " allows " + attributeBytes
                            + ". It is not stored. Keep less in it, or raise the option");
        }
        long all = carried.stream().mapToLong(TooLarge::length).sum();
        return createBytes > 0 && all > createBytes ? session(key, carried, createBytes) : null;
    }

    /** What is said of a commit that would make a session larger than it may be. */
    static LimitException session(String key, List<Candidate> carried, long sessionBytes) {
        Candidate largest = largest(carried);
        String which = largest == null
                ? ""
                : "; the largest that was to be stored is " + name(largest.key) + " with " + length(largest) + " bytes";
        return new LimitException(
                SESSION_OPTION,
                "the values of session " + head(key) + " would have more bytes in all than the " + sessionBytes
                        + " that "
                        + SESSION_OPTION + " allows" + which
                        + ". What was changed is not stored. Keep less in the session, or raise the option");
    }

    private static @Nullable Candidate largest(List<Candidate> carried) {
        return carried.stream().max(Comparator.comparingLong(TooLarge::length)).orElse(null);
    }

    private static long length(Candidate candidate) {
        return candidate.bytes == null ? 0 : candidate.bytes.length;
    }

    private static String name(AttributeKey key) {
        return key.scope() == Scope.APPLICATION
                ? "attribute " + key.name()
                : "a value of the container's own (" + key.name() + ")";
    }

    /** The part of a key that may be shown. */
    private static String head(String key) {
        return key.length() <= 6 ? key : key.substring(0, 6) + "...";
    }
}
