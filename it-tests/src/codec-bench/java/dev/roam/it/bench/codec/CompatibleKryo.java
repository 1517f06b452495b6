package dev.roam.it.bench.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory.CompatibleFieldSerializerFactory;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.CompatibleFieldSerializer.CompatibleFieldSerializerConfig;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Kryo with its {@code CompatibleFieldSerializer}, which reads what another version of a class has written: in chunks of 256 bytes, with names that tell a
 * class's fields from its superclass's, with references, and with any class. One Kryo and its buffers for each thread.
 *
 * <p>Kryo cannot read back what {@code Collections.unmodifiableList} and {@code unmodifiableSet} return, which Spring Security's context consists of. Its own
 * remedy is a serializer for each, so they have one here: it writes a copy and wraps it again.
 */
final class CompatibleKryo implements Contender {
    private static final int CHUNK_BYTES = 256;
    private static final int BUFFER_BYTES = 4096;

    private final ThreadLocal<Instance> instances = ThreadLocal.withInitial(Instance::new);

    @Override
    public byte[] encode(Object value) {
        return instances.get().encode(value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return instances.get().decode(bytes);
    }

    private static Kryo kryo() {
        CompatibleFieldSerializerConfig fields = new CompatibleFieldSerializerConfig();
        fields.setChunkedEncoding(true);
        fields.setChunkSize(CHUNK_BYTES);
        fields.setExtendedFieldNames(true);
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setOptimizedGenerics(false);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        kryo.setDefaultSerializer(new CompatibleFieldSerializerFactory(fields));
        Rewrapped<List<?>> lists = new Rewrapped<>(ArrayList::new, Collections::unmodifiableList);
        kryo.addDefaultSerializer(
                Collections.unmodifiableList(new ArrayList<>()).getClass(), lists);
        Rewrapped<Set<?>> sets = new Rewrapped<>(LinkedHashSet::new, Collections::unmodifiableSet);
        kryo.addDefaultSerializer(
                Collections.unmodifiableSet(new LinkedHashSet<>()).getClass(), sets);
        return kryo;
    }

    private static final class Instance {
        private final Kryo kryo = kryo();
        private final Output out = new Output(BUFFER_BYTES, -1);
        private final Input in = new Input();

        byte[] encode(Object value) {
            out.reset();
            kryo.writeClassAndObject(out, value);
            return out.toBytes();
        }

        Object decode(byte[] bytes) {
            in.setBuffer(bytes);
            return kryo.readClassAndObject(in);
        }
    }

    /** @param <C> what is wrapped, and what the wrapper is */
    private static final class Rewrapped<C extends Collection<?>> extends Serializer<C> {
        private final Function<C, C> copy;
        private final Function<C, C> wrap;

        Rewrapped(Function<C, C> copy, Function<C, C> wrap) {
            this.copy = copy;
            this.wrap = wrap;
        }

        @Override
        public void write(Kryo kryo, Output out, C value) {
            kryo.writeClassAndObject(out, copy.apply(value));
        }

        @Override
        @SuppressWarnings("unchecked") // what write has put there
        public C read(Kryo kryo, Input in, Class<? extends C> type) {
            return wrap.apply((C) kryo.readClassAndObject(in));
        }
    }
}
