package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serializers for {@code Collections.unmodifiable...}: what they wrap, so that a view stays a view, and a {@code TreeMap} inside keeps its comparator. The
 * JDK shows what is inside only to Java serialisation, which is asked for it: it begins to write the wrapper, and offers the wrapped object for
 * replacement first ({@link ObjectOutputStream#replaceObject}).
 */
final class JdkUnmodifiable {
    private JdkUnmodifiable() {}

    static Serializer<Object> ofCollection() {
        return new Wrapper<Collection<?>>(Collection.class, Collections::unmodifiableCollection);
    }

    static Serializer<Object> ofList() {
        return new Wrapper<List<?>>(List.class, Collections::unmodifiableList);
    }

    static Serializer<Object> ofSet() {
        return new Wrapper<Set<?>>(Set.class, Collections::unmodifiableSet);
    }

    static Serializer<Object> ofMap() {
        return new Wrapper<Map<?, ?>>(Map.class, Collections::unmodifiableMap);
    }

    private static final class Wrapper<T> extends Serializer<Object> {
        private final Class<? super T> wrapped;
        private final Function<T, Object> wrap;

        Wrapper(Class<? super T> wrapped, Function<T, Object> wrap) {
            this.wrapped = wrapped;
            this.wrap = wrap;
        }

        @Override
        public void write(Kryo kryo, Output out, Object object) {
            References.of(kryo).begin(object);
            kryo.writeClassAndObject(out, inside(object));
            References.of(kryo).end();
        }

        @Override
        @SuppressWarnings("unchecked") // it is of that class, which is all that the wrapper asks for
        public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
            Object inside = kryo.readClassAndObject(in);
            if (inside instanceof Unreadable) {
                return inside;
            }
            if (!wrapped.isInstance(inside)) {
                return Conversions.misfit("what is inside of " + type.getName(), wrapped, inside);
            }
            return wrap.apply((T) inside);
        }
    }

    private static Object inside(Object wrapper) {
        try (Peephole peephole = new Peephole(wrapper)) {
            peephole.writeObject(wrapper);
            Object inside = peephole.inside;
            if (inside != null) {
                return inside;
            }
        } catch (IOException e) {
            throw new NeedsJavaException(wrapper.getClass().getName() + ": " + e);
        }
        throw new NeedsJavaException(wrapper.getClass().getName() + " does not show what is inside");
    }

    /** Sees the first object inside another, and writes nothing. */
    private static final class Peephole extends ObjectOutputStream {
        private final Object outside;
        private @Nullable Object inside;

        Peephole(Object outside) throws IOException {
            super(OutputStream.nullOutputStream());
            this.outside = outside;
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(Object object) {
            if (object == outside) {
                return object;
            }
            if (inside == null) {
                inside = object;
            }
            return null;
        }
    }
}
