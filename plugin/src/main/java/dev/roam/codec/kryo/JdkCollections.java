package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Serializers for the collections of the JDK that are not maps: their size and their elements in the order of iteration. */
final class JdkCollections {
    private JdkCollections() {}

    /**
     * Writes the size and the elements.
     *
     * @throws ConcurrentModificationException if there are not as many elements as the size said: somebody changes it
     */
    static void writeElements(Kryo kryo, Output out, Collection<?> collection) {
        int size = collection.size();
        out.writeVarInt(size, true);
        int count = 0;
        for (Object element : collection) {
            if (count++ == size) {
                throw new ConcurrentModificationException();
            }
            kryo.writeClassAndObject(out, element);
        }
        if (count != size) {
            throw new ConcurrentModificationException();
        }
    }

    static void writeElements(Kryo kryo, Output out, @Nullable Object[] elements) {
        out.writeVarInt(elements.length, true);
        for (Object element : elements) {
            kryo.writeClassAndObject(out, element);
        }
    }

    /** Reads what {@link #writeElements} wrote, unreadable ones among them. */
    static @Nullable Object[] readElements(Kryo kryo, Input in) {
        @Nullable Object[] elements = new Object[((Source) in).readCount(1)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = kryo.readClassAndObject(in);
        }
        return elements;
    }

    /** Reads what is to be put into a hash table. */
    static @Nullable Object readKey(Kryo kryo, Input in) {
        References references = References.of(kryo);
        long before = references.work();
        Object key = kryo.readClassAndObject(in);
        references.hashed(before);
        return key;
    }

    /** The first unreadable one; null if all could be read. */
    static @Nullable Unreadable unreadable(@Nullable Object[] elements) {
        Unreadable found = null;
        for (Object element : elements) {
            found = Unreadable.first(found, element);
        }
        return found;
    }

    /** What is empty at first and takes one element after another. */
    static final class Growing extends Serializer<Object> {
        private final IntFunction<Collection<@Nullable Object>> create;

        /** @param create for a number of elements, of which all are there in the bytes */
        Growing(IntFunction<Collection<@Nullable Object>> create) {
            this.create = create;
        }

        @Override
        public void write(Kryo kryo, Output out, Object collection) {
            writeElements(kryo, out, (Collection<?>) collection);
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            int size = ((Source) in).readCount(1);
            Collection<@Nullable Object> collection = create.apply(size);
            kryo.reference(collection);
            boolean hashes = collection instanceof Set<?>;
            Unreadable spoilt = null;
            for (int i = 0; i < size; i++) {
                Object element = hashes ? readKey(kryo, in) : kryo.readClassAndObject(in);
                if (element instanceof Unreadable) {
                    spoilt = Unreadable.first(spoilt, element);
                } else {
                    collection.add(element);
                }
            }
            return spoilt == null ? collection : References.of(kryo).spoil(collection, spoilt);
        }
    }

    /** {@link CopyOnWriteArrayList}, which is copied at each addition, so all elements are added at once. */
    static final class Snapshot extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object list) {
            writeElements(kryo, out, ((CopyOnWriteArrayList<?>) list).toArray());
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            CopyOnWriteArrayList<@Nullable Object> list = new CopyOnWriteArrayList<>();
            kryo.reference(list);
            @Nullable Object[] elements = readElements(kryo, in);
            Unreadable spoilt = unreadable(elements);
            if (spoilt != null) {
                return References.of(kryo).spoil(list, spoilt);
            }
            list.addAll(Arrays.asList(elements));
            return list;
        }
    }

    /** {@link Arrays#asList}. */
    static final class OfArray extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object list) {
            writeElements(kryo, out, ((List<?>) list).toArray());
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            @Nullable Object[] elements = new Object[((Source) in).readCount(1)];
            List<@Nullable Object> list = Arrays.asList(elements);
            kryo.reference(list);
            for (int i = 0; i < elements.length; i++) {
                elements[i] = kryo.readClassAndObject(in);
            }
            Unreadable spoilt = unreadable(elements);
            return spoilt == null ? list : References.of(kryo).spoil(list, spoilt);
        }
    }

    /** {@link EnumSet}. An empty one does not tell of which enum it is. */
    static final class OfEnum extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object set) {
            if (((Collection<?>) set).isEmpty()) {
                throw new NeedsJavaException("an empty EnumSet");
            }
            writeElements(kryo, out, (Collection<?>) set);
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            @Nullable Object[] constants = readElements(kryo, in);
            Unreadable spoilt = unreadable(constants);
            return spoilt == null ? setOf(constants) : spoilt;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // the set checks that all constants are of one enum
        private static Object setOf(@Nullable Object[] constants) {
            return EnumSet.copyOf((Collection) Arrays.asList(constants));
        }
    }

    static final class OfReference extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object reference) {
            kryo.writeClassAndObject(out, ((AtomicReference<?>) reference).get());
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            AtomicReference<@Nullable Object> reference = new AtomicReference<>();
            kryo.reference(reference);
            Object value = kryo.readClassAndObject(in);
            if (value instanceof Unreadable spoilt) {
                return References.of(kryo).spoil(reference, spoilt);
            }
            reference.set(value);
            return reference;
        }
    }
}
