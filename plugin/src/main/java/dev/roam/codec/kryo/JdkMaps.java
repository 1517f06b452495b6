package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ConcurrentModificationException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Serializers for the maps of the JDK: their size, and keys and values in the order of iteration. */
final class JdkMaps {
    private static final int BYTES_OF_AN_ENTRY = 2;

    private JdkMaps() {}

    /** What a hash table must be made with to hold that many entries without growing. */
    static int capacity(int entries) {
        return (int) Math.min(1 << 30, Math.max(16L, entries * 4L / 3 + 1));
    }

    /** @throws ConcurrentModificationException if there are not as many entries as the size said: somebody changes it */
    static void writeEntries(Kryo kryo, Output out, Map<?, ?> map) {
        int size = map.size();
        out.writeVarInt(size, true);
        int count = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (count++ == size) {
                throw new ConcurrentModificationException();
            }
            kryo.writeClassAndObject(out, entry.getKey());
            kryo.writeClassAndObject(out, entry.getValue());
        }
        if (count != size) {
            throw new ConcurrentModificationException();
        }
    }

    static int readSize(Input in) {
        return ((Source) in).readCount(BYTES_OF_AN_ENTRY);
    }

    /** Reads entries into a map that is made. */
    private static Object readEntries(Kryo kryo, Input in, int size, Map<@Nullable Object, @Nullable Object> map) {
        kryo.reference(map);
        Unreadable spoilt = null;
        for (int i = 0; i < size; i++) {
            Object key = JdkCollections.readKey(kryo, in);
            Object value = kryo.readClassAndObject(in);
            spoilt = Unreadable.first(Unreadable.first(spoilt, key), value);
            if (spoilt == null) {
                map.put(key, value);
            }
        }
        return spoilt == null ? map : References.of(kryo).spoil(map, spoilt);
    }

    /** What is empty at first and takes one entry after another. */
    static final class OfHash extends Serializer<Object> {
        private final IntFunction<Map<@Nullable Object, @Nullable Object>> create;

        /** @param create for a number of entries, of which all are there in the bytes */
        OfHash(IntFunction<Map<@Nullable Object, @Nullable Object>> create) {
            this.create = create;
        }

        @Override
        public void write(Kryo kryo, Output out, Object map) {
            writeEntries(kryo, out, (Map<?, ?>) map);
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            int size = readSize(in);
            return readEntries(kryo, in, size, create.apply(size));
        }
    }

    /** {@link LinkedHashMap}. One in the order of access does not tell so but by what happens to a copy. */
    @SuppressWarnings("NonApiType") // it is about that very class
    static final class OfInsertionOrder extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object map) {
            if (isInOrderOfAccess((LinkedHashMap<?, ?>) map)) {
                throw new NeedsJavaException("a LinkedHashMap in the order of access");
            }
            writeEntries(kryo, out, (Map<?, ?>) map);
        }

        @SuppressWarnings("unchecked") // a clone of the same type, with keys of its own for a moment
        private static boolean isInOrderOfAccess(LinkedHashMap<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = (Map<@Nullable Object, @Nullable Object>) map.clone();
            Object first = copy.isEmpty() ? "" : copy.keySet().iterator().next();
            if (copy.size() < 2) {
                copy.put(first, null);
                copy.put(new Object(), null);
            }
            if (!copy.containsKey(first)) {
                throw new NeedsJavaException("a LinkedHashMap with a key that has changed");
            }
            copy.get(first);
            return copy.keySet().iterator().next() != first;
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            int size = readSize(in);
            return readEntries(kryo, in, size, new LinkedHashMap<>(capacity(size)));
        }
    }

    /** {@link EnumMap}. An empty one does not tell of which enum it is. */
    static final class OfEnum extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object map) {
            if (((Map<?, ?>) map).isEmpty()) {
                throw new NeedsJavaException("an empty EnumMap");
            }
            writeEntries(kryo, out, (Map<?, ?>) map);
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // the map checks that all keys are of one enum
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            int size = readSize(in);
            Map<Object, @Nullable Object> map = null;
            Unreadable spoilt = null;
            for (int i = 0; i < size; i++) {
                Object key = kryo.readClassAndObject(in);
                spoilt = Unreadable.first(spoilt, key);
                if (map == null && key instanceof Enum<?> first) {
                    map = new EnumMap(first.getDeclaringClass());
                    kryo.reference(map);
                }
                Object value = kryo.readClassAndObject(in);
                spoilt = Unreadable.first(spoilt, value);
                if (spoilt == null && map != null && key != null) {
                    map.put(key, value);
                }
            }
            if (spoilt != null) {
                return map == null ? spoilt : References.of(kryo).spoil(map, spoilt);
            }
            return map == null ? new Unreadable("an EnumMap without keys", null) : map;
        }
    }
}
