package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Where a value is written to. Text is its length and one byte for each character where that suffices, which is copied, not looped over; otherwise one
 * to three bytes for each {@code char}, so that half a surrogate pair comes back, too.
 */
final class Sink extends Output {
    private static final int INITIAL_BYTES = 512;

    /** Beyond it a buffer is not kept for the next value. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final int SHORT = 32;
    private static final int LONGEST_CHAR = 3;
    private static final int CHUNK = 4096;

    Sink() {
        this(INITIAL_BYTES);
    }

    Sink(int initialBytes) {
        super(initialBytes, -1);
    }

    /** Makes ready for another value. */
    void rewind() {
        reset();
        if (getBuffer().length > KEPT_BYTES) {
            setBuffer(new byte[INITIAL_BYTES], -1);
        }
    }

    void writeText(String text) {
        int length = text.length();
        if (length <= SHORT) {
            if (hasBytesOnly(text)) {
                writeHead(length, false);
                writeBytesOf(text);
            } else {
                writeChars(text);
            }
            return;
        }
        int start = position;
        writeHead(length, false);
        writeBytesOf(text);
        String back = new String(buffer, position - length, length, StandardCharsets.ISO_8859_1);
        if (!back.equals(text)) {
            position = start;
            writeChars(text);
        }
    }

    private void writeHead(int length, boolean wide) {
        writeVarLong((long) length << 1 | (wide ? 1 : 0), true);
    }

    private static boolean hasBytesOnly(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings(
            "deprecation") // it drops the high bytes, of which there are none, or which are then found missing
    private void writeBytesOf(String text) {
        int length = text.length();
        require(length);
        text.getBytes(0, length, buffer, position);
        position += length;
    }

    private void writeChars(String text) {
        int length = text.length();
        writeHead(length, true);
        for (int from = 0; from < length; from += CHUNK) {
            int to = Math.min(length, from + CHUNK);
            require(LONGEST_CHAR * (to - from));
            for (int i = from; i < to; i++) {
                writeChar3(text.charAt(i));
            }
        }
    }

    private void writeChar3(char c) {
        if (c < 0x80) {
            buffer[position++] = (byte) c;
        } else if (c < 0x800) {
            buffer[position++] = (byte) (0xc0 | (c >> 6));
            buffer[position++] = (byte) (0x80 | (c & 0x3f));
        } else {
            buffer[position++] = (byte) (0xe0 | (c >> 12));
            buffer[position++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            buffer[position++] = (byte) (0x80 | (c & 0x3f));
        }
    }
}
