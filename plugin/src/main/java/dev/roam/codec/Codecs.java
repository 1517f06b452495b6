package dev.roam.codec;

import java.util.List;

/** The serializers that the option {@code serializer} can name. */
public final class Codecs {
    /** The names, the default first. */
    public static final List<String> NAMES = List.of("kryo", "java");

    private Codecs() {}

    /**
     * A codec for one web application. It holds the application's classes: whoever holds it lets go of it when the application stops.
     *
     * @param serializer one of {@link #NAMES}
     * @param loader where classes are looked up, with {@code initialize} false: the web application's
     * @param filter which classes may be read and written, and how much; see {@link SerialFilter}
     * @throws IllegalArgumentException if no serializer has that name
     */
    public static Codec of(String serializer, ClassLoader loader, SerialFilter filter) {
        if (!NAMES.contains(serializer)) {
            throw new IllegalArgumentException("unknown serializer " + serializer + ", not one of " + NAMES);
        }
        return new FormatsCodec(serializer.equals("kryo"), loader, filter);
    }
}
