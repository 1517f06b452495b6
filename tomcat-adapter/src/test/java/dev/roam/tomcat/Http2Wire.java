package dev.roam.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/2 without TLS, begun with prior knowledge (RFC 9113). One request for each connection, so that its header fields need no table: of a
 * response only the status is read, the first field of its first block.
 */
final class Http2Wire implements Wire {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    // The table of RFC 7541, appendix A
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int SCHEME = 6;
    private static final int[] STATUS = {200, 204, 206, 304, 400, 404, 500}; // from 8 on

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean begun;
    private boolean ended;

    Http2Wire(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 16, 0, 0}); // SETTINGS_INITIAL_WINDOW_SIZE: a megabyte
        frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 16, 0, 0});
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(0);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    @Override
    public void send(String method, String target, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, METHOD, method);
        field(block, SCHEME, "http");
        field(block, AUTHORITY, "localhost");
        field(block, PATH, target);
        headers.forEach((name, value) -> {
            field(block, 0, name.toLowerCase(Locale.ROOT));
            text(block, value);
        });
        frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray());
    }

    /** A literal that is not to be indexed: its name from the table, or what follows if that is 0. */
    private static void field(ByteArrayOutputStream block, int name, String text) {
        block.write(name);
        text(block, text);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        if (text.length() > 126) {
            throw new IllegalArgumentException("longer than one byte can tell: " + text);
        }
        block.write(text.length());
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    @Override
    public boolean hasBegun() throws IOException {
        while (in.available() > 0) {
            readFrame();
        }
        return begun;
    }

    private void readFrame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == RST_STREAM || type == GOAWAY || (ended && stream != 0 && type != WINDOW_UPDATE)) {
            throw new IOException("frame of type " + type + " with status " + status);
        } else if (type == SETTINGS && (flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0, new byte[0]);
        } else if (type == HEADERS || type == DATA) {
            begun = true;
            ended = (flags & END_STREAM) != 0;
            if (type == DATA) {
                body.write(payload);
            } else if (status < 200) {
                status = status(payload);
            } else if (!ended) {
                throw new IOException("a second response");
            }
        }
    }

    private static int status(byte[] block) {
        int at = 0;
        if ((block[0] & 0xE0) == 0x20) { // a change of the table's size, in bytes of which the last has no high bit
            at = (block[0] & 0x1F) == 0x1F ? 1 : 0;
            while (at > 0 && (block[at] & 0x80) != 0) {
                at++;
            }
            at++;
        }
        int first = block[at] & 0xFF;
        if ((first & 0x80) != 0) {
            return STATUS[(first & 0x7F) - 8];
        }
        return Integer.parseInt(new String(block, at + 2, 3, ISO_8859_1)); // name 8, a literal of three characters
    }

    @Override
    public Reply receive() throws IOException {
        while (!ended) {
            readFrame();
        }
        return new Reply(status, "", body.toString(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
