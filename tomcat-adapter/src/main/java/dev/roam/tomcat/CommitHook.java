package dev.roam.tomcat;

import dev.roam.LimitException;
import dev.roam.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Stores a request's sessions before the first byte of its response leaves (promise 1), by standing between a response and its processor. There
 * are two ways out of a response. Its head leaves with the action {@code COMMIT}, or inside {@code CLIENT_FLUSH} and {@code CLOSE}, for which {@code
 * AbstractProcessor.action} calls itself; its body leaves through the output buffer, and {@code AjpProcessor} lets the head go with it
 * without any action. So both are watched. An interim response 103 ({@code EARLY_HINTS}) leaves with the header fields that the response has so far,
 * the cookie of a new session among them, so it counts as a first byte too. The other one, 100 ({@code ACK}), is a constant without fields of the
 * response ({@code Http11OutputBuffer.sendAck}, {@code Stream.writeAck}).
 *
 * <p>Tomcat pools responses, and one that failed keeps its hook. So a hook holds no state of a request: it finds that among the notes of the
 * request, which Tomcat clears between two of them, and does nothing where there is none. At {@code CLOSE} it takes itself away, also because
 * {@code org.apache.coyote.Response.recycle} wants to see a processor of HTTP/2 where there is one.
 *
 * <p>If the store cannot be reached, or refuses what is too large, there are two cases. Below the valve, the application gets the exception, once for each attempt, and
 * {@link RequestValve} answers for it. Anywhere else (in the application's asynchronous threads, in error pages, while Tomcat finishes a
 * response) nobody could answer: the response itself becomes an empty but complete one of status 503 or 500, and what is still written to it is swallowed.
 */
final class CommitHook implements ActionHook, OutputBuffer {
    /** Null in the versions of 10.1 that came before it: they send no hints, and would not link a reference to the constant. */
    private static final @Nullable ActionCode EARLY_HINTS = Arrays.stream(ActionCode.values())
            .filter(code -> code.name().equals("EARLY_HINTS"))
            .findAny()
            .orElse(null);

    private final Request request;
    private final Response response;
    private final ActionHook processor;
    private final OutputBuffer body;
    private final CoyoteAccess access;

    private CommitHook(
            Request request, Response response, ActionHook processor, OutputBuffer body, CoyoteAccess access) {
        this.request = request;
        this.response = response;
        this.processor = processor;
        this.body = body;
        this.access = access;
    }

    /**
     * Watches a response, unless it is watched already.
     *
     * @return false if this Tomcat does not let itself be watched
     */
    static boolean install(Request request, Response response, CoyoteAccess access) {
        org.apache.coyote.Response coyote = response.getCoyoteResponse();
        ActionHook processor = access.hook(coyote);
        OutputBuffer body = access.buffer(coyote);
        if (processor instanceof CommitHook present && body == present && present.request == request) {
            return true;
        }
        if (processor == null || body == null) {
            return false;
        }
        CommitHook hook = new CommitHook(request, response, original(processor), original(body), access);
        access.hook(coyote, hook);
        coyote.setOutputBuffer(hook);
        return true;
    }

    private static ActionHook original(ActionHook hook) {
        return hook instanceof CommitHook stale ? stale.processor : hook;
    }

    private static OutputBuffer original(OutputBuffer buffer) {
        return buffer instanceof CommitHook stale ? stale.body : buffer;
    }

    @Override
    public void action(ActionCode code, @Nullable Object parameter) {
        if (code == EARLY_HINTS && !mayHint()) {
            return;
        }
        boolean closes = code == ActionCode.CLOSE;
        if (closes || code == ActionCode.COMMIT || code == ActionCode.CLIENT_FLUSH) {
            RequestState state = RequestState.of(request);
            if (state != null && (closes || !response.isCommitted())) {
                commit(state);
            }
            if (closes) {
                uninstall();
                if (state != null) {
                    state.closed();
                }
            }
        }
        processor.action(code, parameter);
    }

    /** Whether hints may leave. Where the store fails and nobody can be told, they do not: the response itself tries again, or is a 503. */
    private boolean mayHint() {
        RequestState state = RequestState.of(request);
        if (state == null || state.failure().isAnswered()) {
            return true;
        }
        if (state.isBoundHere()) {
            state.commit();
            return true;
        }
        try {
            state.commitNow(); // a failure that the valve saw would be answered while this thread goes on writing
            return true;
        } catch (StoreException | LimitException e) {
            return false;
        }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
        if (!response.isCommitted()) {
            RequestState state = RequestState.of(request);
            if (state != null) {
                commit(state);
                if (state.failure().isReplaced()) {
                    return swallow(chunk);
                }
            }
        } else if (isReplaced()) {
            return swallow(chunk);
        }
        return body.doWrite(chunk);
    }

    @Override
    public long getBytesWritten() {
        return body.getBytesWritten();
    }

    private boolean isReplaced() {
        RequestState state = RequestState.of(request);
        return state != null && state.failure().isReplaced();
    }

    private static int swallow(ByteBuffer chunk) {
        int length = chunk.remaining();
        chunk.position(chunk.limit());
        return length;
    }

    private void commit(RequestState state) {
        if (state.failure().isAnswered()) {
            return;
        }
        if (state.isBoundHere()) {
            state.commit();
            return;
        }
        // Only once it is answered may the valve see it: it would answer on its own thread, while this one goes on
        // writing.
        try {
            state.commitNow();
        } catch (StoreException e) {
            replace(state, e);
            state.failure().set(e);
        } catch (LimitException e) {
            replace(state, e);
            state.failure().set(e);
        }
    }

    private void replace(RequestState state, RuntimeException failure) {
        if (state.failure().answer() && !response.isCommitted()) {
            Unavailable.replace(response, state, failure);
        }
    }

    private void uninstall() {
        org.apache.coyote.Response coyote = response.getCoyoteResponse();
        if (access.hook(coyote) == this) {
            access.hook(coyote, processor);
        }
        if (access.buffer(coyote) == this) {
            coyote.setOutputBuffer(body);
        }
    }
}
