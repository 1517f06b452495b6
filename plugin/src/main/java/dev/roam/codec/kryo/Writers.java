package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Write objects of described classes; a {@link Plan} reads them. */
final class Writers {
    private Writers() {}

    private abstract static class OnlyWriting extends Serializer<Object> {
        @Override
        public final Object read(Kryo kryo, Input input, Class<? extends Object> type) {
            throw new IllegalStateException("a writer only writes");
        }
    }

    /** Beans and records. */
    static final class OfFields extends OnlyWriting {
        private final Slot[] slots;

        OfFields(Slot[] slots) {
            this.slots = slots;
        }

        @Override
        public void write(Kryo kryo, Output output, Object object) {
            Sink out = (Sink) output;
            for (Slot slot : slots) {
                slot.write(kryo, out, object);
            }
        }
    }

    /** Enum constants. */
    static final class OfEnum extends OnlyWriting {
        @Override
        public void write(Kryo kryo, Output output, Object object) {
            ((Sink) output).writeText(((Enum<?>) object).name());
        }
    }

    /** Arrays of objects. */
    static final class OfArray extends OnlyWriting {
        @Override
        public void write(Kryo kryo, Output output, Object object) {
            Object[] array = (Object[]) object;
            output.writeVarInt(array.length, true);
            for (Object element : array) {
                kryo.writeClassAndObject(output, element);
            }
        }
    }
}
