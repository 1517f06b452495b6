package dev.roam;

import java.util.Map;
import java.util.function.Function;

/**
 * One line of the table of {@link Options}: what an option is called, what it means, and how its text becomes a value. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {
    /** Turns text into a value, or says what is allowed. */
    interface Parser<T> {
        /**
         * The value of a text without white space around it.
         *
         * @throws IllegalArgumentException if it is not allowed; a message, if there is one, says more than the option's {@code allowed}
         */
        T parse(String text);
    }

    private final String name;
    private final String defaultText;
    private final String defaultNote;
    private final String allowed;
    private final String meaning;
    private final Parser<T> parser;
    private final Function<T, String> printer;

    Option(
            String name,
            String defaultText,
            String defaultNote,
            String allowed,
            String meaning,
            Parser<T> parser,
            Function<T, String> printer) {
        this.name = name;
        this.defaultText = defaultText;
        this.defaultNote = defaultNote;
        this.allowed = allowed;
        this.meaning = meaning;
        this.parser = parser;
        this.printer = printer;
    }

    /** The name: an attribute of Tomcat's {@code Manager} element, and after {@code roam.} a property of Jetty's. */
    public String name() {
        return name;
    }

    /** The text that counts when the option is not set; empty if there is none. */
    public String defaultText() {
        return defaultText;
    }

    /** The default as a user may read it, such as {@code 5701, counting up}. */
    public String defaultNote() {
        return defaultNote.isEmpty() ? defaultText : defaultNote;
    }

    /** Which values there are, as the end of a sentence that begins "allowed is". */
    public String allowed() {
        return allowed;
    }

    /** What it does, as one sentence without the full stop. */
    public String meaning() {
        return meaning;
    }

    /**
     * The value that a map of names and texts gives this option, or its default.
     *
     * @throws OptionException if the text is not allowed
     */
    T read(Map<String, String> texts) {
        return read(texts.getOrDefault(name, defaultText));
    }

    T read(String text) {
        String stripped = text.strip();
        try {
            return parser.parse(stripped);
        } catch (IllegalArgumentException e) {
            String detail = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new OptionException("option " + name + " cannot be '" + OptionParsers.printable(stripped) + "'"
                    + detail + ": allowed is " + allowed);
        }
    }

    /** A value as the text that would give it. */
    String print(T value) {
        return printer.apply(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
