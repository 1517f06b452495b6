package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Serializers for arrays of primitives: their length, which is checked against the bytes that are there, and their elements. */
final class JdkArrays {
    private JdkArrays() {}

    static final class OfBooleans extends Serializer<boolean[]> {
        @Override
        public void write(Kryo kryo, Output out, boolean[] array) {
            out.writeVarInt(array.length, true);
            out.writeBooleans(array, 0, array.length);
        }

        @Override
        public boolean[] read(Kryo kryo, Input in, Class<? extends boolean[]> type) {
            return in.readBooleans(((Source) in).readCount(1));
        }
    }

    static final class OfBytes extends Serializer<byte[]> {
        @Override
        public void write(Kryo kryo, Output out, byte[] array) {
            out.writeVarInt(array.length, true);
            out.writeBytes(array);
        }

        @Override
        public byte[] read(Kryo kryo, Input in, Class<? extends byte[]> type) {
            return in.readBytes(((Source) in).readCount(1));
        }
    }

    static final class OfChars extends Serializer<char[]> {
        @Override
        public void write(Kryo kryo, Output out, char[] array) {
            out.writeVarInt(array.length, true);
            out.writeChars(array, 0, array.length);
        }

        @Override
        public char[] read(Kryo kryo, Input in, Class<? extends char[]> type) {
            return in.readChars(((Source) in).readCount(Character.BYTES));
        }
    }

    static final class OfShorts extends Serializer<short[]> {
        @Override
        public void write(Kryo kryo, Output out, short[] array) {
            out.writeVarInt(array.length, true);
            out.writeShorts(array, 0, array.length);
        }

        @Override
        public short[] read(Kryo kryo, Input in, Class<? extends short[]> type) {
            return in.readShorts(((Source) in).readCount(Short.BYTES));
        }
    }

    /** One to five bytes each. */
    static final class OfInts extends Serializer<int[]> {
        @Override
        public void write(Kryo kryo, Output out, int[] array) {
            out.writeVarInt(array.length, true);
            for (int element : array) {
                out.writeVarInt(element, false);
            }
        }

        @Override
        public int[] read(Kryo kryo, Input in, Class<? extends int[]> type) {
            int[] array = new int[((Source) in).readCount(1)];
            for (int i = 0; i < array.length; i++) {
                array[i] = in.readVarInt(false);
            }
            return array;
        }
    }

    /** One to nine bytes each. */
    static final class OfLongs extends Serializer<long[]> {
        @Override
        public void write(Kryo kryo, Output out, long[] array) {
            out.writeVarInt(array.length, true);
            for (long element : array) {
                out.writeVarLong(element, false);
            }
        }

        @Override
        public long[] read(Kryo kryo, Input in, Class<? extends long[]> type) {
            long[] array = new long[((Source) in).readCount(1)];
            for (int i = 0; i < array.length; i++) {
                array[i] = in.readVarLong(false);
            }
            return array;
        }
    }

    static final class OfFloats extends Serializer<float[]> {
        @Override
        public void write(Kryo kryo, Output out, float[] array) {
            out.writeVarInt(array.length, true);
            out.writeFloats(array, 0, array.length);
        }

        @Override
        public float[] read(Kryo kryo, Input in, Class<? extends float[]> type) {
            return in.readFloats(((Source) in).readCount(Float.BYTES));
        }
    }

    static final class OfDoubles extends Serializer<double[]> {
        @Override
        public void write(Kryo kryo, Output out, double[] array) {
            out.writeVarInt(array.length, true);
            out.writeDoubles(array, 0, array.length);
        }

        @Override
        public double[] read(Kryo kryo, Input in, Class<? extends double[]> type) {
            return in.readDoubles(((Source) in).readCount(Double.BYTES));
        }
    }
}
