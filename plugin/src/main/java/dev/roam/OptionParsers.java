package dev.roam;

import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From the text of an option to its value. Each throws {@link IllegalArgumentException}; what is allowed stands in the option's line of {@link
 * Options}. Looks nothing up: no file, no host name.
 */
final class OptionParsers {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_HOST = 253;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("(([01]?[0-9]?[0-9]|2[0-4][0-9]|25[0-5])(\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private OptionParsers() {}

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    static int integer(String text, int least, int most) {
        require(INTEGER.matcher(text).matches(), null);
        int value = Integer.parseInt(text);
        require(value >= least && value <= most, null);
        return value;
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher.matches(), null);
        long count = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                };
        require(duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0, null);
        return duration;
    }

    /** In the largest unit that gives a whole number, but seconds up to two minutes, as people write them. */
    static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 60 != 0 || seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    static String name(String text) {
        require(!text.isEmpty() && text.length() <= LONGEST_NAME, null);
        require(text.chars().noneMatch(Character::isISOControl), null);
        return text;
    }

    static String serializer(String text) {
        require(Codecs.NAMES.contains(text), null);
        return text;
    }

    static String serialFilter(String text) {
        SerialFilter.of(text);
        return text;
    }

    static String hazelcastConfig(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        require(Stream.of(".yaml", ".yml", ".xml").anyMatch(lower::endsWith), null);
        return text;
    }

    static ClusterMode clusterMode(String text) {
        return one(ClusterMode.values(), text);
    }

    static Locking locking(String text) {
        return one(Locking.values(), text);
    }

    static UserLimitPolicy userLimitPolicy(String text) {
        return one(UserLimitPolicy.values(), text);
    }

    private static <E extends Enum<E>> E one(E[] values, String text) {
        return Stream.of(values)
                .filter(value -> print(value).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    /** A constant as users write it: {@code end-oldest}. */
    static String print(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String bind(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            requireIpv6(text.substring(1, text.length() - 1));
        } else if (text.indexOf(':') >= 0) {
            requireIpv6(text);
        } else {
            requireHost(text);
        }
        return text;
    }

    static List<String> members(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(OptionParsers::member)
                .toList();
    }

    private static String member(String text) {
        require(!text.isEmpty(), "an empty entry");
        int end = text.indexOf(']');
        if (text.startsWith("[") && end > 0) {
            requireIpv6(text.substring(1, end));
            String rest = text.substring(end + 1);
            require(rest.isEmpty() || rest.startsWith(":"), "'" + text + "'");
            requirePort(text, rest);
            return text;
        }
        int colon = text.indexOf(':');
        require(colon == text.lastIndexOf(':'), "'" + text + "': put an IPv6 address in brackets");
        requireHost(colon < 0 ? text : text.substring(0, colon));
        requirePort(text, colon < 0 ? "" : text.substring(colon));
        return text;
    }

    private static void requirePort(String member, String colonAndPort) {
        if (colonAndPort.isEmpty()) {
            return;
        }
        try {
            integer(colonAndPort.substring(1), 1, 65_535);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + member + "': a port is a whole number from 1 to 65535", e);
        }
    }

    private static void requireHost(String host) {
        String problem = "'" + host + "' is no host name or address";
        require(!host.isEmpty() && host.length() <= LONGEST_HOST, problem);
        if (DIGITS_AND_DOTS.matcher(host).matches()) {
            require(IPV4.matcher(host).matches(), problem);
            return;
        }
        for (String label : host.split("\\.", -1)) {
            require(LABEL.matcher(label).matches(), problem);
        }
    }

    private static void requireIpv6(String address) {
        String problem = "'" + address + "' is no IPv6 address";
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        require(IPV6_CHARACTERS.matcher(plain).matches(), problem);
        try {
            // In brackets it is taken as an address or refused, never looked up.
            InetAddress.getByName("[" + plain + "]");
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(problem, e);
        }
    }

    private static void require(boolean condition, @Nullable String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The known name that a wrong one was most likely meant to be; null if none is near. */
    static @Nullable String nearest(String wrong, Collection<String> known) {
        String nearest = null;
        int least = Math.max(2, wrong.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }

    /** Text from a configuration as it may stand in a message. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
