package dev.roam.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 128-bit hash of an encoding, kept in place of it to tell whether a value has changed. Two different encodings have the same fingerprint with
 * a probability of about 2<sup>-128</sup>.
 *
 * <p>This is MurmurHash3 x64 128 (Austin Appleby, public domain) with seed 0: fast, well mixed, and no protection against someone who
 * searches for a collision. Such a person could only keep a change to a session of their own from being stored.
 *
 * @param high the first half
 * @param low the second half
 */
public record Fingerprint(long high, long low) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    /** The fingerprint of some bytes. */
    public static Fingerprint of(byte[] bytes) {
        long h1 = 0;
        long h2 = 0;
        int whole = bytes.length / BLOCK * BLOCK;
        for (int i = 0; i < whole; i += BLOCK) {
            h1 ^= mixFirst((long) LONG.get(bytes, i));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mixSecond((long) LONG.get(bytes, i + Long.BYTES));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        h1 ^= mixFirst(tail(bytes, whole, Math.min(bytes.length, whole + Long.BYTES)));
        h2 ^= mixSecond(tail(bytes, whole + Long.BYTES, bytes.length));
        return finish(h1 ^ bytes.length, h2 ^ bytes.length);
    }

    private static Fingerprint finish(long first, long second) {
        long h1 = avalanche(first + second);
        long h2 = avalanche(first + second + second);
        return new Fingerprint(h1 + h2, h1 + h2 + h2);
    }

    private static long tail(byte[] bytes, int from, int to) {
        long k = 0;
        for (int i = to - 1; i >= from; i--) {
            k = k << 8 | (bytes[i] & 0xff);
        }
        return k;
    }

    private static long mixFirst(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mixSecond(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long avalanche(long h) {
        long k = h;
        k = (k ^ k >>> 33) * 0xff51afd7ed558ccdL;
        k = (k ^ k >>> 33) * 0xc4ceb9fe1a85ec53L;
        return k ^ k >>> 33;
    }
}
