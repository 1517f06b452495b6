package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import java.nio.charset.StandardCharsets;

/** Where a value is read from. Never allocates more than the bytes that are there can fill. */
final class Source extends Input {
    private int mostElements = Integer.MAX_VALUE;

    Source() {
        super(new byte[0]);
    }

    /**
     * Makes ready for another value.
     *
     * @param offset where it begins
     * @param most how many elements an array or a collection may have
     */
    void open(byte[] bytes, int offset, int most) {
        setBuffer(bytes, offset, bytes.length - offset);
        mostElements = most;
    }

    /** Lets go of the bytes. */
    void release() {
        setBuffer(new byte[0]);
    }

    /**
     * Reads how many elements follow.
     *
     * @param least how many bytes each of them takes at least; 0: no bound but the filter's
     */
    int readCount(int least) {
        int count = readVarInt(true);
        if (count < 0 || (long) count * least > limit - position) {
            throw new KryoException("the bytes are damaged: " + Integer.toUnsignedLong(count)
                    + " elements are announced, more than they can hold");
        }
        if (count > mostElements) {
            throw new RefusedException("", "an array of " + count + " elements is refused by serialFilter (maxarray)");
        }
        return count;
    }

    /** How many bytes are left. */
    int remaining() {
        return limit - position;
    }

    String readText() {
        long head = readVarLong(true);
        long length = head >>> 1;
        if (length > limit - position) {
            throw new KryoException("the bytes are damaged: a text of " + length + " characters is announced");
        }
        if ((head & 1) != 0) {
            return readWideText((int) length);
        }
        String text = new String(buffer, position, (int) length, StandardCharsets.ISO_8859_1);
        position += (int) length;
        return text;
    }

    private String readWideText(int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            int first = readByteUnsigned();
            if (first < 0x80) {
                chars[i] = (char) first;
            } else if (first < 0xe0) {
                chars[i] = (char) (((first & 0x1f) << 6) | (readByteUnsigned() & 0x3f));
            } else {
                int second = readByteUnsigned() & 0x3f;
                chars[i] = (char) (((first & 0xf) << 12) | (second << 6) | (readByteUnsigned() & 0x3f));
            }
        }
        return new String(chars);
    }
}
