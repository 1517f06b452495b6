package dev.roam;

/**
 * How ids are made: a first id is the record's key; a renamed one is {@code <fresh>~<key>}, so that the record never moves. A route suffix, {@code
 * .<route>}, is the adapter's and not part of an id here.
 */
public final class SessionIds {
    /** Twice the longest id that a container makes with generous settings, and a rename. */
    private static final int MAX_LENGTH = 512;

    private static final char RENAMED = '~';

    private SessionIds() {}

    /** The key of the record that an id leads to; two ids with the same key lead to the same session, of which one is current. */
    public static String key(String id) {
        return id.substring(id.lastIndexOf(RENAMED) + 1);
    }

    /** An id for {@link WorkingCopy#rename}: a fresh one that leads to the same record. */
    public static String renamed(String fresh, String key) {
        return fresh + RENAMED + key;
    }

    /** Whether a string can be an id at all: printable ASCII without what separates cookies and quotes; not empty, not too long; with a key. */
    public static boolean plausible(String id) {
        int length = id.length();
        if (length == 0 || length > MAX_LENGTH || id.charAt(length - 1) == RENAMED) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 127 || c == '"' || c == ',' || c == ';' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
