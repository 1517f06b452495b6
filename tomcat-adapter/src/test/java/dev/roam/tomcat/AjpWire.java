package dev.roam.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Connector;

/** AJP 1.3, as a web server in front of Tomcat speaks it; requests have no body. See "AJPv13 extensions" in Tomcat's documentation of its connectors. */
final class AjpWire implements Wire {
    private static final List<String> METHODS = List.of("", "OPTIONS", "GET", "HEAD", "POST");
    private static final int FORWARD_REQUEST = 2;
    private static final int QUERY = 5;
    private static final int BODY = 3;
    private static final int HEAD = 4;
    private static final int END = 5;

    private final Socket socket;
    private final DataInputStream in;

    AjpWire(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A connector for it, on a free port. */
    static Connector connector() {
        Connector connector = new Connector("AJP/1.3");
        connector.setPort(0);
        connector.setProperty("secretRequired", "false");
        connector.setProperty("address", "localhost");
        return connector;
    }

    @Override
    public void send(String method, String target, Map<String, String> headers) throws IOException {
        int query = target.indexOf('?');
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(payload);
        out.writeByte(FORWARD_REQUEST);
        out.writeByte(METHODS.indexOf(method));
        text(out, "HTTP/1.1");
        text(out, query < 0 ? target : target.substring(0, query));
        text(out, "127.0.0.1");
        text(out, "localhost");
        text(out, "localhost");
        out.writeShort(80);
        out.writeBoolean(false);
        out.writeShort(headers.size());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            text(out, header.getKey());
            text(out, header.getValue());
        }
        if (query >= 0) {
            out.writeByte(QUERY);
            text(out, target.substring(query + 1));
        }
        out.writeByte(0xFF);
        DataOutputStream packet = new DataOutputStream(socket.getOutputStream());
        packet.writeShort(0x1234);
        packet.writeShort(payload.size());
        packet.write(payload.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.length());
        out.write(text.getBytes(ISO_8859_1));
        out.writeByte(0);
    }

    @Override
    public boolean hasBegun() throws IOException {
        return in.available() > 0;
    }

    @Override
    public Reply receive() throws IOException {
        int status = 0;
        String head = "";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            if (in.readShort() != 0x4142) {
                throw new IOException("not a packet from a container");
            }
            DataInputStream packet = new DataInputStream(new ByteArrayInputStream(in.readNBytes(in.readShort())));
            int type = packet.readByte();
            if (type == HEAD && status == 0) {
                status = packet.readShort();
                head = head(packet);
            } else if (type == BODY && status != 0) {
                body.write(packet.readNBytes(packet.readUnsignedShort()));
            } else if (type == END && status != 0) {
                return new Reply(status, head, body.toString(ISO_8859_1));
            } else {
                throw new IOException("packet of type " + type + " after status " + status);
            }
        }
    }

    private static String head(DataInputStream packet) throws IOException {
        text(packet, packet.readUnsignedShort()); // the reason
        StringBuilder head = new StringBuilder();
        for (int left = packet.readShort(); left > 0; left--) {
            int name = packet.readUnsignedShort();
            head.append(name >= 0xA000 ? "code " + Integer.toHexString(name) : text(packet, name));
            head.append(": ").append(text(packet, packet.readUnsignedShort())).append("\r\n");
        }
        return head.toString();
    }

    private static String text(DataInputStream packet, int length) throws IOException {
        String text = new String(packet.readNBytes(length), ISO_8859_1);
        packet.readByte();
        return text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
