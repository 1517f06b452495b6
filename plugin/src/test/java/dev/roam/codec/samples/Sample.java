package dev.roam.codec.samples;

import java.util.Objects;

/** One kind of value that a session may hold. */
public final class Sample {
    private final String topic;
    private final String name;
    private final Maker maker;
    private final Fate fate;
    private final Reach reach;

    /** Makes a value. */
    @FunctionalInterface
    public interface Maker {
        Object make() throws Exception;
    }

    /** What Java serialisation does with a value. */
    public enum Fate {
        /** Gives back the same. */
        KEPT,
        /** Gives back something else, as the value's class wants it or because it does not know better. */
        CHANGED,
        /** Does not write it. */
        REFUSED
    }

    /** Where a value can be made anew. */
    public enum Reach {
        /** In any JVM, and the same each time. */
        ANYWHERE,
        /** Tells of this JVM, so that another one cannot make the same. */
        THIS_JVM
    }

    Sample(String topic, String name, Fate fate, Reach reach, Maker maker) {
        this.topic = topic;
        this.name = name;
        this.maker = maker;
        this.fate = fate;
        this.reach = reach;
    }

    public String topic() {
        return topic;
    }

    /** The name within the topic. */
    public String name() {
        return name;
    }

    /** The name among all samples. */
    public String key() {
        return topic + ": " + name;
    }

    public Fate fate() {
        return fate;
    }

    public Reach reach() {
        return reach;
    }

    /** The value, made anew: shared with no other. */
    public Object make() throws Exception {
        return Objects.requireNonNull(maker.make());
    }

    @Override
    public String toString() {
        return key();
    }
}
