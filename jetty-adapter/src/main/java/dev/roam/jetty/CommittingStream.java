package dev.roam.jetty;

import dev.roam.LimitException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
 * Stores a request's sessions before the first byte of its response leaves (promise 1, read-your-writes), whoever sends it: a full buffer, a flush, a redirect, an
 * error page. If that fails, a whole 503, or 500 where it is refused as too large, without any cookie of a session that is not there goes out instead, and what is still written is dropped. Jetty's own
 * place for it, {@code SessionCache.commit}, cannot do that: {@code AbstractSessionManager.commit} logs what is thrown and sends the response.
 *
 * <p>Hints (status 103) carry the response's header fields, the cookie of a new session among them, so they count as a first byte; other interim responses do not.
 */
final class CommittingStream extends HttpStream.Wrapper {
    private static final Logger LOG = System.getLogger(CommittingStream.class.getName());
    private static final String UNREACHABLE =
            "The store of the sessions cannot be reached at the moment. Please try again.\n";
    private static final String TOO_LARGE = "What was to be kept in the session is more than allowed.\n";
    private static final String TOO_MANY = "This user is logged in to as many sessions as allowed.\n";
    private static final String USER_OPTION = "maxSessionsPerUser";

    private final RequestState request;
    private final RoamSessionCache cache;
    private volatile boolean replaced;

    CommittingStream(HttpStream wrapped, RequestState request, RoamSessionCache cache) {
        super(wrapped);
        this.request = request;
        this.cache = cache;
    }

    @Override
    public void send(
            MetaData.Request metaData,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (replaced) {
            drop(content, callback);
            return;
        }
        int status = response == null ? 0 : response.getStatus();
        boolean hints = status == HttpStatus.EARLY_HINTS_103;
        boolean first = response != null && (hints || !HttpStatus.isInterim(status));
        RuntimeException failure = first || last ? request.commit(status) : null;
        if (failure == null || !first || response == null) {
            super.send(
                    metaData, response, last, content, callback); // what fails after the first byte waits on this node
        } else if (hints) {
            callback.succeeded(); // the response itself says why
        } else {
            replaced = true;
            LOG.log(Level.WARNING, "{0}: {1}", request.describe(), failure.getMessage());
            drop(content, Callback.NOOP);
            sendFailure(failure, metaData, response, callback);
        }
    }

    private static void drop(@Nullable ByteBuffer content, Callback callback) {
        if (content != null) {
            content.position(content.limit());
        }
        callback.succeeded();
    }

    private void sendFailure(
            RuntimeException failure, MetaData.Request metaData, MetaData.Response response, Callback callback) {
        int status = HttpStatus.SERVICE_UNAVAILABLE_503;
        String reason = UNREACHABLE;
        if (failure instanceof LimitException limit) {
            boolean ofUser = limit.option().equals(USER_OPTION);
            status = ofUser ? HttpStatus.FORBIDDEN_403 : HttpStatus.INTERNAL_SERVER_ERROR_500;
            reason = ofUser ? TOO_MANY : TOO_LARGE;
        }
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        HttpFields.Mutable headers = HttpFields.build();
        for (HttpField field : response.getHttpFields()) {
            HttpHeader header = field.getHeader();
            if (header == HttpHeader.DATE || header == HttpHeader.SERVER || header == HttpHeader.CONNECTION) {
                headers.add(field);
            }
        }
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=us-ascii");
        headers.put(HttpHeader.CONTENT_LENGTH, text.length);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        HttpField renamed = cache.cookieOfRenamed(request);
        if (renamed != null) {
            headers.add(renamed);
        }
        MetaData.Response failed = new MetaData.Response(status, null, response.getHttpVersion(), headers, text.length);
        ByteBuffer body = HttpMethod.HEAD.is(metaData.getMethod()) ? null : ByteBuffer.wrap(text);
        super.send(metaData, failed, true, body, callback);
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
