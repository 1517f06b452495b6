package dev.roam.codec;

import org.jspecify.annotations.Nullable;

/** The first byte of every encoded value: how the rest is to be read. Stored in records, so a code is never given twice. */
enum Format {
    /** The compact format of {@link dev.roam.codec.kryo}. */
    KRYO(0),
    /** A {@link java.io.ObjectOutputStream}'s stream. */
    JAVA(1);

    private final byte code;

    Format(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** The format of an encoded value; null if this version has none of that code. */
    static @Nullable Format of(byte code) {
        for (Format format : values()) {
            if (format.code == code) {
                return format;
            }
        }
        return null;
    }
}
