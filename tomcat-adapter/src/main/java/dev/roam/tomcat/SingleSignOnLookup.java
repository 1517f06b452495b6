package dev.roam.tomcat;

import java.lang.StackWalker.Option;
import org.apache.catalina.authenticator.SingleSignOn;

/**
 * Whether it is {@code SingleSignOn} that looks for a session, in order to end it with the login. It has none but the id that it was told last, under
 * which the session is unknown if it has got another one on another node since. No user's id comes that way, so no user gets the session under
 * its old id thereby. A stack is walked because Tomcat passes nothing but the id; that happens only if there is none under it.
 */
final class SingleSignOnLookup {
    private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private SingleSignOnLookup() {}

    static boolean isUnderWay() {
        String own = SingleSignOnLookup.class.getPackageName();
        return STACK.walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(caller -> !caller.getPackageName().equals(own))
                .findFirst()
                .filter(SingleSignOn.class::isAssignableFrom)
                .isPresent());
    }
}
