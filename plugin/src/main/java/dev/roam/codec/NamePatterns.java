package dev.roam.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * The class patterns of a serial filter, applied to names alone. The filter of the JDK wants to see the class, which then is loaded already; this one is
 * asked before. Patterns are those of {@link java.io.ObjectInputFilter.Config#createFilter}: the first that matches decides.
 */
final class NamePatterns {
    private final List<Pattern> patterns;

    private NamePatterns(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** @param filter well-formed: {@code createFilter} has accepted it */
    static NamePatterns of(String filter) {
        List<Pattern> patterns = new ArrayList<>();
        for (String part : filter.split(";", -1)) {
            if (!part.isEmpty() && part.indexOf('=') < 0) {
                patterns.add(Pattern.of(part));
            }
        }
        return new NamePatterns(List.copyOf(patterns));
    }

    /** Whether the first pattern that may match a name refuses it, whatever its module. */
    boolean refuse(String className) {
        String name = elementsOf(className);
        for (Pattern pattern : patterns) {
            if (pattern.matches(name)) {
                return pattern.refuses && !pattern.ofModule;
            }
        }
        return false;
    }

    /** {@code com.acme.Cart} for {@code [[Lcom.acme.Cart;}. */
    private static String elementsOf(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        boolean reference = dimensions > 0 && className.startsWith("L", dimensions) && className.endsWith(";");
        return reference ? className.substring(dimensions + 1, className.length() - 1) : className;
    }

    private enum Kind {
        NAME,
        PREFIX,
        PACKAGE
    }

    private record Pattern(boolean refuses, boolean ofModule, Kind kind, String text) {
        static Pattern of(String part) {
            boolean refuses = part.startsWith("!");
            String rest = refuses ? part.substring(1) : part;
            int slash = rest.indexOf('/');
            String name = rest.substring(slash + 1);
            boolean ofModule = slash >= 0;
            if (name.endsWith(".**")) {
                return new Pattern(refuses, ofModule, Kind.PREFIX, name.substring(0, name.length() - 2));
            }
            if (name.endsWith(".*")) {
                return new Pattern(refuses, ofModule, Kind.PACKAGE, name.substring(0, name.length() - 1));
            }
            if (name.endsWith("*")) {
                return new Pattern(refuses, ofModule, Kind.PREFIX, name.substring(0, name.length() - 1));
            }
            return new Pattern(refuses, ofModule, Kind.NAME, name);
        }

        boolean matches(String name) {
            return switch (kind) {
                case NAME -> name.equals(text);
                case PREFIX -> name.startsWith(text);
                case PACKAGE -> name.startsWith(text) && name.indexOf('.', text.length()) < 0;
            };
        }
    }
}
