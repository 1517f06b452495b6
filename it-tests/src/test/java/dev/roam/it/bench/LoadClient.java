package dev.roam.it.bench;

import dev.roam.it.harness.Node;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One user in a closed loop: a kept-alive connection to each node, one request at a time. It shares the processors with the
 * servers that it measures, so it does no more than two system calls a request, and looks for nothing but the status and the end
 * of the answer.
 */
final class LoadClient implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final int VARIANTS = 16;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);

    private final List<SocketChannel> channels;
    private final ByteBuffer[] requests = new ByteBuffer[VARIANTS];
    private final ByteBuffer answer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private int[] nanos = new int[1 << 16];
    private int count;

    /** A client that asks the given nodes in turn. */
    LoadClient(List<Node> nodes, String sessionId, Workload.Use use) throws IOException {
        SocketChannel[] open = new SocketChannel[nodes.size()];
        for (int i = 0; i < open.length; i++) {
            open[i] = SocketChannel.open(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), nodes.get(i).port()));
            open[i].setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channels = List.of(open);
        for (int i = 0; i < VARIANTS; i++) {
            byte[] request = ("GET " + Node.PROBE + use.page(i) + " HTTP/1.1\r\nHost: localhost\r\nCookie: JSESSIONID="
                            + sessionId + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            requests[i] = ByteBuffer.allocateDirect(request.length).put(request).flip();
        }
    }

    /** Sends requests until {@code System.nanoTime()} has passed {@code end}. */
    void run(long end) throws IOException {
        count = 0;
        long before = System.nanoTime();
        while (before - end < 0) {
            ask(channels.get(count % channels.size()), requests[count % VARIANTS]);
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = (int) Math.min(Integer.MAX_VALUE, after - before);
            before = after;
        }
    }

    /** How long each request of the last run took. */
    int[] nanos() {
        return Arrays.copyOf(nanos, count);
    }

    private void ask(SocketChannel channel, ByteBuffer request) throws IOException {
        request.rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        answer.clear();
        int end = Integer.MAX_VALUE;
        while (answer.position() < end) {
            if (channel.read(answer) < 0) {
                throw new EOFException("The server closed a connection under load");
            }
            if (end == Integer.MAX_VALUE) {
                end = end();
            }
        }
    }

    /** Where the answer ends, or the highest number while its head is not complete. */
    private int end() throws IOException {
        int size = answer.position();
        answer.get(0, bytes, 0, size);
        int head = indexOf(HEAD_END, size);
        if (head < 0) {
            return Integer.MAX_VALUE;
        }
        int length = indexOf(LENGTH, head);
        if (bytes[9] != '2' || length < 0) {
            throw new IOException("Unexpected under load: " + new String(bytes, 0, size, StandardCharsets.US_ASCII));
        }
        int body = 0;
        for (int i = length + LENGTH.length; bytes[i] != '\r'; i++) {
            body = 10 * body + bytes[i] - '0';
        }
        return head + HEAD_END.length + body;
    }

    private int indexOf(byte[] wanted, int end) {
        for (int i = 0; i <= end - wanted.length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
