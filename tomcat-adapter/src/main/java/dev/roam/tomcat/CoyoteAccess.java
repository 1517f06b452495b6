package dev.roam.tomcat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * The three fields of Tomcat that a commit before the first byte needs and that have no public access: {@code hook} and {@code outputBuffer} of
 * {@code org.apache.coyote.Response}, and {@code session} of {@code org.apache.catalina.connector.Request}, whose getter could look a session
 * up again. They are the same from 10.1.0 to 12-dev. A Tomcat without them is served all the same: that is logged once, and sessions are then
 * stored when the application's part of a request is over, which is after the first byte of responses that are larger than their buffer.
 */
final class CoyoteAccess {
    private static final Logger LOGGER = System.getLogger(CoyoteAccess.class.getName());

    private static final CoyoteAccess THIS_TOMCAT = new CoyoteAccess(CoyoteAccess::privateField);

    private final @Nullable VarHandle hook;
    private final @Nullable VarHandle buffer;
    private final @Nullable VarHandle session;

    /** How a field is found. */
    @FunctionalInterface
    interface Lookup {
        /** The field of that type, or an exception if there is none. */
        VarHandle find(Class<?> owner, String name, Class<?> type) throws ReflectiveOperationException;
    }

    /** Looks the fields up, and logs which are missing. */
    CoyoteAccess(Lookup lookup) {
        List<String> missing = new ArrayList<>();
        hook = find(lookup, missing, Response.class, "hook", ActionHook.class);
        buffer = find(lookup, missing, Response.class, "outputBuffer", OutputBuffer.class);
        session = find(lookup, missing, Request.class, "session", Session.class);
        if (!missing.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "This Tomcat is not as Roam knows it, these fields are missing: {0}. Sessions are stored when the"
                            + " application is done with a request, not before the first byte of its response. Is there a"
                            + " newer Roam?",
                    String.join(", ", missing));
        }
    }

    /** The fields of the Tomcat that we are in. */
    static CoyoteAccess ofThisTomcat() {
        return THIS_TOMCAT;
    }

    /** Who acts on a response, or null if this Tomcat does not let us know. */
    @Nullable
    ActionHook hook(Response response) {
        return hook == null ? null : (ActionHook) hook.getVolatile(response);
    }

    /** Replaces who acts on a response. */
    void hook(Response response, ActionHook replacement) {
        if (hook != null) {
            hook.setVolatile(response, replacement);
        }
    }

    /** Where the body of a response goes, or null if this Tomcat does not let us know. */
    @Nullable
    OutputBuffer buffer(Response response) {
        return buffer == null ? null : (OutputBuffer) buffer.get(response);
    }

    /** The session that a request has now, if it is one of ours. Looks nothing up. */
    @Nullable
    RoamSession session(Request request) {
        return session != null && session.get(request) instanceof RoamSession ours ? ours : null;
    }

    /**
     * Takes a session from a request that must not have it, as {@code Request.doGetSession} would do next: {@code endAccess} will not be called.
     *
     * @return whether it was taken
     */
    boolean detach(Request request, RoamSession taken) {
        if (session == null || (session.get(request) != null && session.get(request) != taken)) {
            return false;
        }
        session.set(request, null);
        return true;
    }

    /** Gives a request a session without anybody being asked for it. */
    void attach(Request request, Session given) {
        if (session != null) {
            session.set(request, given);
        }
    }

    private static @Nullable VarHandle find(
            Lookup lookup, List<String> missing, Class<?> owner, String name, Class<?> type) {
        try {
            return lookup.find(owner, name, type);
        } catch (ReflectiveOperationException | SecurityException e) {
            missing.add(owner.getName() + "." + name);
            return null;
        }
    }

    /** A field, whoever it is for. */
    static VarHandle privateField(Class<?> owner, String name, Class<?> type) throws ReflectiveOperationException {
        return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
    }
}
