package dev.roam.codec.hostile;

import java.io.ByteArrayOutputStream;
import java.io.ObjectStreamConstants;
import java.nio.charset.StandardCharsets;

/** Writes streams of Java serialisation by hand, such as no {@code ObjectOutputStream} would write. */
public final class JavaBytes implements ObjectStreamConstants {
    private static final byte FORMAT = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins with the format and the header. */
    public JavaBytes() {
        out.write(FORMAT);
        u2(STREAM_MAGIC).u2(STREAM_VERSION);
    }

    /** One byte each. */
    public JavaBytes u1(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    /** Two bytes. */
    public JavaBytes u2(int value) {
        return u1(value >> 8, value);
    }

    /** Four bytes. */
    public JavaBytes u4(int value) {
        return u2(value >> 16).u2(value);
    }

    /** Eight bytes. */
    public JavaBytes u8(long value) {
        return u4((int) (value >> 32)).u4((int) value);
    }

    /** A text with its length, of characters of one byte. */
    public JavaBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        u2(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Describes a class that has neither fields nor a superclass. */
    public JavaBytes described(String name, int flags) {
        return u1(TC_CLASSDESC).text(name).u8(0).u1(flags).u2(0).u1(TC_ENDBLOCKDATA, TC_NULL);
    }

    /** The bytes so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}
