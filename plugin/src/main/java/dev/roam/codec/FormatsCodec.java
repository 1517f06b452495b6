package dev.roam.codec;

import dev.roam.codec.kryo.KryoFormat;
import dev.roam.codec.kryo.UnreadableException;
import java.util.ConcurrentModificationException;

/**
 * Reads every format that a node may have written, and writes one of two: Java's, or the compact one where that is certain to carry the value and Java's
 * otherwise. So the serializer can be changed node by node.
 */
final class FormatsCodec implements Codec {
    private final JavaCodec java;
    private final KryoFormat kryo;
    private final boolean writesKryo;

    FormatsCodec(boolean writesKryo, ClassLoader loader, SerialFilter filter) {
        this.java = new JavaCodec(loader, filter);
        this.kryo = new KryoFormat(loader, filter);
        this.writesKryo = writesKryo;
    }

    @Override
    public byte[] encode(Object value) throws EncodeException {
        if (writesKryo) {
            try {
                byte[] bytes = kryo.encode(Format.KRYO.code(), value);
                if (bytes != null) {
                    return bytes;
                }
            } catch (ConcurrentModificationException e) {
                throw new EncodeException(value.getClass().getName() + " was changed while it was encoded", true, e);
            }
        }
        return java.encode(value);
    }

    @Override
    public Object decode(byte[] bytes) throws DecodeException {
        if (bytes.length == 0 || Format.of(bytes[0]) != Format.KRYO) {
            return java.decode(bytes);
        }
        try {
            return kryo.decode(bytes);
        } catch (UnreadableException e) {
            throw new DecodeException(String.valueOf(e.getMessage()), e.getCause());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // Damaged bytes; whatever a compareTo, a hashCode or a static initialiser may throw: it is foreign code.
            throw new DecodeException("cannot be decoded: " + e, e);
        }
    }
}
