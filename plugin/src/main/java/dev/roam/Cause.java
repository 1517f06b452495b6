package dev.roam;

import java.util.Locale;

/** Why a session ended. */
public enum Cause {
    /** Not used for longer than its timeout. */
    TIMEOUT,
    /** The application, or an operator, invalidated it. */
    INVALIDATED,
    /** Its user had more sessions than allowed. */
    USER_LIMIT,
    /** Another session took its place under the same key. */
    REPLACED;

    /** How applications read it: in small letters, with a hyphen between words. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
