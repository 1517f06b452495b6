package dev.roam.codec.hostile;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** Tells, by a system property so that it is seen from whatever class loader, that its code ran. */
public class Canary implements Serializable, Comparable<Canary> {
    /** What is set as soon as any code of this class runs. */
    public static final String SONG = "dev.roam.codec.hostile.song";

    private static final long serialVersionUID = 1L;

    static {
        sing("static initialiser");
    }

    /** A field, so that the class is described with one. */
    protected String text = "text";

    /** Sings. */
    public Canary() {
        sing("constructor");
    }

    private static void sing(String what) {
        System.setProperty(SONG, what);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        sing("readObject");
        in.defaultReadObject();
    }

    @Override
    public int compareTo(Canary other) {
        sing("compareTo");
        return 0;
    }

    @Override
    public int hashCode() {
        sing("hashCode");
        return 1;
    }

    @Override
    public boolean equals(Object other) {
        sing("equals");
        return other == this;
    }

    /** Without hooks. */
    public static final class Plain implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            sing("static initialiser of a bean");
        }

        /** A field, so that the class is described with one. */
        final int number = 1;
    }

    /** An enum. */
    public enum Kind {
        ONE,
        TWO;

        static {
            sing("static initialiser of an enum");
        }
    }

    /** A record. */
    public record Box(int number) implements Serializable {
        /** Sings. */
        public Box {
            sing("constructor of a record");
        }
    }
}
