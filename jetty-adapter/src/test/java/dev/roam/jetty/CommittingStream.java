package dev.roam.jetty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Commits before the first byte of a response leaves (promise 1, read-your-writes), whoever sends it: a full buffer, a flush, a redirect, an error page.
 * If that fails, a whole 503 without any cookie goes out instead, and what the application still writes is dropped.
 */
final class CommittingStream extends HttpStream.Wrapper {
    private final SessionRequest request;
    private volatile boolean replaced;

    CommittingStream(HttpStream wrapped, SessionRequest request) {
        super(wrapped);
        this.request = request;
    }

    @Override
    public void send(
            MetaData.Request metaData,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (replaced) {
            callback.succeeded();
            return;
        }
        boolean first = response != null && !HttpStatus.isInterim(response.getStatus());
        boolean stored = (!first && !last) || request.commit();
        if (response != null && first && !stored) {
            sendUnavailable(metaData, response, callback);
        } else {
            // What fails after the first byte is kept by leave.
            super.send(metaData, response, last, content, callback);
        }
    }

    private void sendUnavailable(MetaData.Request metaData, MetaData.Response response, Callback callback) {
        replaced = true;
        byte[] text = "The session store cannot be reached.\n".getBytes(StandardCharsets.US_ASCII);
        HttpFields.Mutable headers = HttpFields.build();
        for (HttpField field : response.getHttpFields()) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.DATE || header == HttpHeader.SERVER || header == HttpHeader.CONNECTION) {
                headers.add(field);
            }
        }
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=us-ascii");
        headers.put(HttpHeader.CONTENT_LENGTH, text.length);
        MetaData.Response unavailable = new MetaData.Response(
                HttpStatus.SERVICE_UNAVAILABLE_503, null, response.getHttpVersion(), headers, text.length);
        ByteBuffer body = HttpMethod.HEAD.is(metaData.getMethod()) ? null : ByteBuffer.wrap(text);
        super.send(metaData, unavailable, true, body, callback);
    }

    @Override
    public void succeeded() {
        try {
            request.leave();
        } finally {
            super.succeeded();
        }
    }

    @Override
    public void failed(Throwable x) {
        try {
            request.leave();
        } finally {
            super.failed(x);
        }
    }
}
