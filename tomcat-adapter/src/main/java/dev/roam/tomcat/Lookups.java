package dev.roam.tomcat;

import java.lang.StackWalker.Option;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.connector.CoyoteAdapter;

/**
 * Who looks for a session, where it makes a difference. Tomcat passes nothing but the id, so the stack is walked, no further than to the first caller that
 * is not of this package; only outside the application's own pipeline.
 */
final class Lookups {
    private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private Lookups() {}

    /**
     * Whether it is {@code SingleSignOn}, in order to end the session with the login. It has no id but the one that it was told last, under which the
     * session is unknown if it has got another one on another node since. No user's id comes that way, so no user gets the session under its
     * old id thereby.
     */
    static boolean isOfSingleSignOn() {
        return isBy(SingleSignOn.class);
    }

    /**
     * Whether it is {@code CoyoteAdapter.postParseRequest}, which chooses the version of an application that a request is for. It wants to know no more
     * than whether there is a session; the request asks again if it uses it.
     */
    static boolean isOfVersion() {
        return isBy(CoyoteAdapter.class);
    }

    private static boolean isBy(Class<?> caller) {
        String own = Lookups.class.getPackageName();
        return STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(frame -> !frame.getPackageName().equals(own))
                .findFirst()
                .filter(caller::isAssignableFrom)
                .isPresent());
    }

    /** The managers of the other versions of a context's application, as far as they are Roam's. */
    static Stream<RoamManager> otherVersions(Context context) {
        return context.getParent() == null
                ? Stream.empty()
                : Arrays.stream(context.getParent().findChildren())
                        .filter(child -> child != context)
                        .filter(child -> child instanceof Context other
                                && other.getPath().equals(context.getPath()))
                        .map(other -> ((Context) other).getManager())
                        .filter(RoamManager.class::isInstance)
                        .map(RoamManager.class::cast);
    }
}
