package dev.roam.it;

import java.util.regex.Pattern;

/** The names of a session's attributes, as the probe shows them. */
final class Names {

    private Names() {}

    /** That name alone, but for what Jetty itself keeps of a login among the application's attributes. */
    static Pattern only(String name) {
        return Pattern.compile("\\[" + Pattern.quote(name) + "(, org\\.eclipse\\.jetty\\.security\\.\\w+)*]");
    }
}
