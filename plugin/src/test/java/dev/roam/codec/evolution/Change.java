package dev.roam.codec.evolution;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One way in which a class can differ between two nodes: its sources in both versions, and what must come out on either side.
 *
 * <p>In the sources, {@code bean A} is short for a {@code Serializable} class with a {@code serialVersionUID}. What is written is what {@code
 * Make.make()} returns, {@code new A()} if there is no such class.
 */
public final class Change {
    /** The outcome of what cannot be read. */
    public static final String NOT_READ = "not read";

    private static final Pattern BEAN = Pattern.compile("\\bbean (\\w+(?: extends \\w+)?)(?: implements (\\w+))? \\{");

    private final String topic;
    private final String name;
    private final String before;
    private final String after;
    private final Map<String, Outcomes> outcomes = new HashMap<>();

    /**
     * What is read.
     *
     * @param byNew by the new version of what the old one wrote, as {@link Picture} shows it
     * @param byOld by the old version of what the new one wrote
     */
    public record Outcomes(String byNew, String byOld) {}

    Change(String topic, String name, String before, String after) {
        this.topic = topic;
        this.name = name;
        this.before = before;
        this.after = after;
    }

    /** What every serializer gives, but for those that are named. */
    Change gives(String byNew, String byOld) {
        outcomes.put("java", new Outcomes(byNew, byOld));
        return this;
    }

    /** What another serializer gives, where it reads more than Java's. */
    Change but(String serializer, String byNew, String byOld) {
        outcomes.put(serializer, new Outcomes(byNew, byOld));
        return this;
    }

    public String topic() {
        return topic;
    }

    public String name() {
        return name;
    }

    /** What a serializer must give. */
    public Outcomes outcomes(String serializer) {
        return outcomes.getOrDefault(serializer, Objects.requireNonNull(outcomes.get("java")));
    }

    /** The source of the old version. */
    String before(String packageName) {
        return source(packageName, before);
    }

    String after(String packageName) {
        return source(packageName, after);
    }

    private static String source(String packageName, String text) {
        String make = text.contains("class Make") ? "" : "class Make { static Object make() { return new A(); } }";
        String classes = BEAN.matcher(text)
                .replaceAll(found -> "class " + found.group(1) + " implements Serializable"
                        + (found.group(2) == null ? "" : ", " + found.group(2))
                        + " { private static final long serialVersionUID = 1L; ");
        return "package " + packageName + "; import java.io.*; import java.util.*; import java.util.function.*;\n"
                + classes + "\n" + make;
    }

    @Override
    public String toString() {
        return topic + ": " + name;
    }
}
