package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Serializers for the sorted collections of the JDK: the comparator, and the contents in their order. They are read without comparing, as Java
 * serialisation does, for the elements of a cycle may not be complete yet: {@code TreeMap.putAll} and {@code TreeSet.addAll} take over the order of
 * what is sorted by an equal comparator.
 */
final class JdkSorted {
    private JdkSorted() {}

    /** Reads a comparator: one, null for the natural order, or why it cannot be had. */
    private static @Nullable Object readComparator(Kryo kryo, Input in) {
        Object comparator = kryo.readClassAndObject(in);
        if (comparator == null || comparator instanceof Comparator<?> || comparator instanceof Unreadable) {
            return comparator;
        }
        return new Unreadable(comparator.getClass().getName() + " is no Comparator on this node", null);
    }

    @SuppressWarnings("unchecked") // of whatever the elements are
    private static @Nullable Comparator<Object> comparator(@Nullable Object read) {
        return read instanceof Comparator<?> comparator ? (Comparator<Object>) comparator : null;
    }

    static final class OfMap extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object map) {
            References.of(kryo).begin(map);
            kryo.writeClassAndObject(out, ((TreeMap<?, ?>) map).comparator());
            References.of(kryo).end();
            JdkMaps.writeEntries(kryo, out, (Map<?, ?>) map);
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            Object comparator = readComparator(kryo, in);
            TreeMap<Object, @Nullable Object> map = new TreeMap<>(comparator(comparator));
            kryo.reference(map);
            int size = JdkMaps.readSize(in);
            List<Map.Entry<Object, @Nullable Object>> entries = new ArrayList<>(size);
            Unreadable spoilt = Unreadable.first(null, comparator);
            for (int i = 0; i < size; i++) {
                Object key = kryo.readClassAndObject(in);
                Object value = kryo.readClassAndObject(in);
                spoilt = Unreadable.first(Unreadable.first(spoilt, key), value);
                entries.add(new AbstractMap.SimpleImmutableEntry<>(key, value));
            }
            if (spoilt != null) {
                return References.of(kryo).spoil(map, spoilt);
            }
            map.putAll(new SortedEntries(map.comparator(), entries));
            return map;
        }
    }

    static final class OfSet extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object set) {
            References.of(kryo).begin(set);
            kryo.writeClassAndObject(out, ((TreeSet<?>) set).comparator());
            References.of(kryo).end();
            JdkCollections.writeElements(kryo, out, (Set<?>) set);
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            Object comparator = readComparator(kryo, in);
            TreeSet<Object> set = new TreeSet<>(comparator(comparator));
            kryo.reference(set);
            @Nullable Object[] elements = JdkCollections.readElements(kryo, in);
            Unreadable spoilt = Unreadable.first(JdkCollections.unreadable(elements), comparator);
            if (spoilt != null) {
                return References.of(kryo).spoil(set, spoilt);
            }
            set.addAll(new SortedElements(set.comparator(), Arrays.asList(elements)));
            return set;
        }
    }

    /** Entries that are in order; only good to be copied. */
    @SuppressWarnings("JdkObsolete") // it is what TreeMap asks for
    private static final class SortedEntries extends AbstractMap<Object, @Nullable Object>
            implements SortedMap<Object, @Nullable Object> {
        private final @Nullable Comparator<? super Object> comparator;
        private final Elements<Map.Entry<Object, @Nullable Object>> entries;

        SortedEntries(
                @Nullable Comparator<? super Object> comparator, List<Map.Entry<Object, @Nullable Object>> entries) {
            this.comparator = comparator;
            this.entries = new Elements<>(entries);
        }

        @Override
        public @Nullable Comparator<? super Object> comparator() {
            return comparator;
        }

        @Override
        public Set<Map.Entry<Object, @Nullable Object>> entrySet() {
            return entries;
        }

        @Override
        public SortedMap<Object, @Nullable Object> subMap(Object from, Object to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedMap<Object, @Nullable Object> headMap(Object to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedMap<Object, @Nullable Object> tailMap(Object from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object firstKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object lastKey() {
            throw new UnsupportedOperationException();
        }
    }

    /** Elements that are in order; only good to be copied. */
    @SuppressWarnings("JdkObsolete") // it is what TreeSet asks for
    private static final class SortedElements extends Elements<Object> implements SortedSet<Object> {
        private final @Nullable Comparator<? super Object> comparator;

        SortedElements(@Nullable Comparator<? super Object> comparator, List<Object> elements) {
            super(elements);
            this.comparator = comparator;
        }

        @Override
        public @Nullable Comparator<? super Object> comparator() {
            return comparator;
        }

        @Override
        public SortedSet<Object> subSet(Object from, Object to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedSet<Object> headSet(Object to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedSet<Object> tailSet(Object from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object first() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object last() {
            throw new UnsupportedOperationException();
        }
    }

    /** A set that takes its elements as they are. */
    private static class Elements<E> extends AbstractSet<E> {
        private final List<E> elements;

        Elements(List<E> elements) {
            this.elements = elements;
        }

        @Override
        public Iterator<E> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }
    }
}
