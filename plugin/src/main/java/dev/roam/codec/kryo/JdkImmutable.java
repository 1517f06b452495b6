package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Serializers for the collections of the JDK that are made with all their elements. They cannot be read if they hold themselves. */
final class JdkImmutable {
    private JdkImmutable() {}

    /** Writes and reads the elements; what comes of them is up to the subclass. */
    private abstract static class OfElements extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object collection) {
            References.of(kryo).begin(collection);
            JdkCollections.writeElements(kryo, out, (Collection<?>) collection);
            References.of(kryo).end();
        }

        @Override
        public final Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            @Nullable Object[] elements = new Object[((Source) in).readCount(1)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = read(kryo, in);
            }
            Unreadable spoilt = JdkCollections.unreadable(elements);
            return spoilt == null ? of(elements) : spoilt;
        }

        /** Reads an element. */
        @Nullable
        Object read(Kryo kryo, Input in) {
            return kryo.readClassAndObject(in);
        }

        abstract Object of(@Nullable Object[] elements);
    }

    /** {@code List.of} with one or two elements. */
    static final class OfList extends OfElements {
        @Override
        Object of(@Nullable Object[] elements) {
            return List.of(elements);
        }
    }

    /**
     * {@code List.of} with none or many elements, or {@code Stream.toList}, which are of one class. They differ in whether they may be asked for null.
     */
    static final class OfListPerhapsWithNull extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object list) {
            References.of(kryo).begin(list);
            out.writeBoolean(mayBeAskedForNull((List<?>) list));
            JdkCollections.writeElements(kryo, out, (Collection<?>) list);
            References.of(kryo).end();
        }

        private static boolean mayBeAskedForNull(List<?> list) {
            try {
                boolean unused = list.contains(null);
                return true;
            } catch (NullPointerException e) {
                return false;
            }
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            boolean withNull = in.readBoolean();
            @Nullable Object[] elements = JdkCollections.readElements(kryo, in);
            Unreadable spoilt = JdkCollections.unreadable(elements);
            if (spoilt != null) {
                return spoilt;
            }
            return withNull ? Stream.of(elements).toList() : List.of(elements);
        }
    }

    /** {@code Set.of}. */
    static final class OfSet extends OfElements {
        @Override
        @Nullable
        Object read(Kryo kryo, Input in) {
            return JdkCollections.readKey(kryo, in);
        }

        @Override
        Object of(@Nullable Object[] elements) {
            return Set.of(elements);
        }
    }

    /** {@code Collections.singletonList}. */
    static final class OfSingleList extends OfElements {
        @Override
        Object of(@Nullable Object[] elements) {
            return Collections.singletonList(elements[0]);
        }
    }

    /** {@code Collections.singleton}. */
    static final class OfSingleSet extends OfElements {
        @Override
        Object of(@Nullable Object[] elements) {
            return Collections.singleton(elements[0]);
        }
    }

    /** Writes and reads the entries; what comes of them is up to the subclass. */
    private abstract static class OfEntries extends Serializer<Object> {
        @Override
        public final void write(Kryo kryo, Output out, Object map) {
            References.of(kryo).begin(map);
            JdkMaps.writeEntries(kryo, out, (Map<?, ?>) map);
            References.of(kryo).end();
        }

        @Override
        public final Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            int size = JdkMaps.readSize(in);
            @Nullable Object[] keys = new Object[size];
            @Nullable Object[] values = new Object[size];
            for (int i = 0; i < size; i++) {
                keys[i] = JdkCollections.readKey(kryo, in);
                values[i] = kryo.readClassAndObject(in);
            }
            Unreadable spoilt = Unreadable.first(JdkCollections.unreadable(keys), JdkCollections.unreadable(values));
            return spoilt == null ? of(keys, values) : spoilt;
        }

        abstract Object of(@Nullable Object[] keys, @Nullable Object[] values);
    }

    /** {@code Map.of}. */
    static final class OfMap extends OfEntries {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of entries of whatever they are
        Object of(@Nullable Object[] keys, @Nullable Object[] values) {
            Map.Entry[] entries = new Map.Entry[keys.length];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = Map.entry(keys[i], values[i]);
            }
            return Map.ofEntries(entries);
        }
    }

    /** {@code Collections.singletonMap}. */
    static final class OfSingleMap extends OfEntries {
        @Override
        Object of(@Nullable Object[] keys, @Nullable Object[] values) {
            return Collections.singletonMap(keys[0], values[0]);
        }
    }

    /** The only object of its class. */
    static final class OfConstant extends Serializer<Object> {
        private final Object constant;

        OfConstant(Object constant) {
            this.constant = constant;
        }

        @Override
        public void write(Kryo kryo, Output out, Object object) {}

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            return constant;
        }
    }
}
