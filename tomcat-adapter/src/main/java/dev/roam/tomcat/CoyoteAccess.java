package dev.roam.tomcat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * The three fields of Tomcat that a commit before the first byte needs and that have no public access: {@code hook} and {@code outputBuffer} of
 * {@code org.apache.coyote.Response}, and {@code session} of {@code org.apache.catalina.connector.Request}, whose getter could look a session
 * up again. They are the same from 10.1.0 to 12-dev. A Tomcat without them is served all the same: it is logged once, and sessions are then
 * stored when the application's part of a request is over, which is after the first byte of responses that are larger than their buffer.
 */
final class CoyoteAccess {
    private static final Logger LOGGER = System.getLogger(CoyoteAccess.class.getName());

    private static final @Nullable VarHandle HOOK = field(Response.class, "hook", ActionHook.class);
    private static final @Nullable VarHandle BUFFER = field(Response.class, "outputBuffer", OutputBuffer.class);
    private static final @Nullable VarHandle SESSION = field(Request.class, "session", Session.class);

    private CoyoteAccess() {}

    /** Who acts on a response, or null if this Tomcat does not let us know. */
    static @Nullable ActionHook hook(Response response) {
        return HOOK == null ? null : (ActionHook) HOOK.getVolatile(response);
    }

    /** Replaces who acts on a response. */
    static void hook(Response response, ActionHook hook) {
        if (HOOK != null) {
            HOOK.setVolatile(response, hook);
        }
    }

    /** Where the body of a response goes, or null if this Tomcat does not let us know. */
    static @Nullable OutputBuffer buffer(Response response) {
        return BUFFER == null ? null : (OutputBuffer) BUFFER.get(response);
    }

    /** The session that a request has now, if it is one of ours. Looks nothing up. */
    static @Nullable RoamSession session(Request request) {
        return SESSION != null && SESSION.get(request) instanceof RoamSession session ? session : null;
    }

    /**
     * Takes a session from a request that must not have it, as {@code Request.doGetSession} would do next: {@code endAccess} will not be called.
     *
     * @return whether it was taken
     */
    static boolean detach(Request request, RoamSession session) {
        if (SESSION == null || (SESSION.get(request) != null && SESSION.get(request) != session)) {
            return false;
        }
        SESSION.set(request, null);
        return true;
    }

    /** Gives a request a session without anybody being asked for it. */
    static void attach(Request request, Session session) {
        if (SESSION != null) {
            SESSION.set(request, session);
        }
    }

    private static @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException | SecurityException e) {
            LOGGER.log(
                    Level.WARNING,
                    "This Tomcat has no field {0}.{1} as Roam knows it: sessions are stored when the application is"
                            + " done with a request, not before the first byte of its response. Is there a newer Roam?",
                    owner.getName(),
                    name);
            return null;
        }
    }
}
