package dev.roam.copy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A mutable attribute value, such as a cart, and its codec. Its number is drawn once for the whole schedule, so a number tells who wrote it. The
 * encoding differs from node to node, as that of a hash set does: a mere read must not look like a change.
 */
final class SimBox {
    private static final int ENCODED_LENGTH = 6;

    int number;

    /** Cannot be encoded on any node. */
    final boolean unencodable;

    /** The node that cannot decode it; -1: none. */
    final int undecodableOn;

    SimBox(int number, boolean unencodable, int undecodableOn) {
        this.number = number;
        this.unencodable = unencodable;
        this.undecodableOn = undecodableOn;
    }

    /** Boxes are mutable; plain integers stand for immutable values. */
    static boolean isMutable(Object value) {
        return value instanceof SimBox;
    }

    static int numberOf(Object value) {
        return value instanceof SimBox box ? box.number : (Integer) value;
    }

    /** Null: it cannot be encoded. */
    static byte @Nullable [] encode(Object value, int node) {
        if (value instanceof SimBox box) {
            return box.unencodable
                    ? null
                    : ByteBuffer.allocate(ENCODED_LENGTH)
                            .putInt(box.number)
                            .put((byte) box.undecodableOn)
                            .put((byte) node)
                            .array();
        }
        return ByteBuffer.allocate(Integer.BYTES).putInt((Integer) value).array();
    }

    /** Null: it cannot be decoded on that node. */
    static @Nullable Object decode(byte[] bytes, int node) {
        int number = numberIn(bytes);
        if (bytes.length == Integer.BYTES) {
            return number;
        }
        int refuses = bytes[Integer.BYTES];
        return refuses == node ? null : new SimBox(number, false, refuses);
    }

    static int numberIn(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
