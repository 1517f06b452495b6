package dev.roam.tomcat.guest;

import java.io.ObjectInputStream;
import java.io.Serializable;

/** A value that can be written and not be read again. */
final class Broken implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) {
        throw new Unreadable();
    }

    /** Of the application's own class, so that whoever keeps it keeps the application. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
