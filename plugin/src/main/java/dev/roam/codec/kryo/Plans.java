package dev.roam.codec.kryo;

import dev.roam.codec.SerialFilter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one web application, by the bytes of the description: a class is looked up and compared once, not in each value. Thread-safe. Holds the
 * application's classes, and is held by its codec.
 */
final class Plans {
    /** Many times what applications have; a bound against descriptions that somebody makes up. */
    private static final int MOST = 4_096;

    private final ClassLoader loader;
    private final SerialFilter filter;
    private final Map<Key, Plan> plans = new ConcurrentHashMap<>();

    Plans(ClassLoader loader, SerialFilter filter) {
        this.loader = loader;
        this.filter = filter;
    }

    /**
     * The plan for a description, which is a part of some bytes.
     *
     * @throws RefusedException if the filter refuses the class
     */
    Plan get(byte[] bytes, int from, int to) {
        Plan known = plans.get(new Key(bytes, from, to));
        return known == null ? make(Arrays.copyOfRange(bytes, from, to)) : known;
    }

    /** How many are kept. */
    int size() {
        return plans.size();
    }

    private Plan make(byte[] bytes) {
        Description description = Description.read(bytes);
        Class<?> type;
        try {
            type = load(description.name());
        } catch (ClassNotFoundException | LinkageError e) {
            // Not kept: the class may come yet.
            String reason = "class " + description.name() + " is missing in the web application on this node"
                    + (e instanceof LinkageError ? " or cannot be linked: " + e : "");
            return Plan.of(description, null, reason);
        }
        for (Description.Field field : description.fields()) {
            requireAllowed(field.code());
        }
        Plan plan = Plan.of(description, Shape.of(type), "");
        if (plans.size() >= MOST) {
            plans.clear();
        }
        plans.put(new Key(bytes, 0, bytes.length), plan);
        return plan;
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        if (filter.refuses(name)) {
            throw refused(name);
        }
        Class<?> type = Class.forName(name, false, loader);
        if (filter.refuses(type)) {
            throw refused(name);
        }
        return type;
    }

    private void requireAllowed(int code) {
        if (JdkTypes.isFinal(code) && JdkTypes.isFiltered(code) && filter.refuses(JdkTypes.type(code))) {
            throw refused(JdkTypes.type(code).getName());
        }
    }

    static RefusedException refused(String name) {
        return new RefusedException(name, name + " is refused by serialFilter");
    }

    /** A part of some bytes, equal to any that has the same. Kept with an array of its own. */
    private static final class Key {
        private final byte[] bytes;
        private final int from;
        private final int to;
        private final int hash;

        Key(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            int h = 1;
            for (int i = from; i < to; i++) {
                h = 31 * h + bytes[i];
            }
            hash = h;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(bytes, from, to, key.bytes, key.from, key.to);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
