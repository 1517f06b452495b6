package dev.roam.tomcat;

import java.io.IOException;
import java.util.Map;

/**
 * One connection to a node, on which a test sends one request after another and sees bytes when they arrive: nothing is read ahead by other
 * threads. Both ends are in one machine, so what a node has written has arrived.
 */
interface Wire extends AutoCloseable {
    /** A whole response, its bytes as ISO 8859-1; one that breaks off or does not keep to its protocol is an {@code IOException} or an error. */
    record Reply(int status, String head, String body) {}

    /** The cookie of the session that a response brought. */
    static String cookie(Reply reply) {
        int begin = reply.head().indexOf("JSESSIONID=");
        return reply.head().substring(begin, reply.head().indexOf(';', begin));
    }

    void send(String method, String target, Map<String, String> headers) throws IOException;

    /** Whether anything of a response has arrived, be it only a hint. */
    boolean hasBegun() throws IOException;

    /** The next final response. */
    Reply receive() throws IOException;

    @Override
    void close() throws IOException;
}
