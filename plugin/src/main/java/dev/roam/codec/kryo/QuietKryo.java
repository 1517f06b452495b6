package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.util.Util;

/**
 * Loads Kryo without {@code sun.misc.Unsafe}: nothing here needs it, and from JDK 24 on the virtual machine warns of whoever touches it. Kryo looks for a
 * system property once, when {@link Util} is initialised; it is as before afterwards.
 */
final class QuietKryo {
    private static final String PROPERTY = "kryo.unsafe";

    private QuietKryo() {}

    /** Call before anything else of Kryo. */
    static synchronized void load() {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "false");
        try {
            Util.isUnsafeAvailable();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
