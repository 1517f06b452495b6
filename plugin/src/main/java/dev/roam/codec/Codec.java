package dev.roam.codec;

/**
 * Turns attribute values into bytes and back, for one web application. The first byte names the {@link Format}; the rest is that format's own.
 * Implementations are thread-safe and keep no value.
 */
public interface Codec {
    /**
     * Encodes a value and everything reachable from it. Runs code of the value's classes ({@code writeObject} and the like) on the calling
     * thread, so call it with no lock held.
     *
     * @return a new array, which is the caller's
     * @throws EncodeException if it cannot be encoded, or not at this moment (see {@link EncodeException#retryable})
     */
    byte[] encode(Object value) throws EncodeException;

    /**
     * Decodes what an {@link #encode} on this or another node wrote. Runs code of the classes found ({@code readObject} and the like), so call it
     * with no lock held.
     *
     * @param bytes not modified
     * @return a new value, shared with nobody
     * @throws DecodeException if the bytes are not a value, or one that this node cannot or may not read
     */
    Object decode(byte[] bytes) throws DecodeException;
}
