package dev.roam;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of all options: the one place that knows their names, defaults and meanings. {@link NodeOptions} and {@link ApplicationOptions} are
 * read through it, and a container's adapter passes on whatever names it finds in its configuration.
 */
public final class Options {
    private static final int MOST = 999_999_999;
    private static final String DURATIONS = "a duration such as 500ms, 3s, 2m or 1h, from 10ms to 24h";

    // Of an application
    static final Option<String> APPLICATION = new Option<>(
            "application",
            "",
            "<host>/<path>##version",
            "a name of 1 to 200 characters, no control characters",
            "the name under which nodes share sessions; set it alike on Tomcat and Jetty nodes of a mixed cluster",
            OptionParsers::name,
            Function.identity());
    static final Option<Boolean> DETECT_MUTATIONS = new Option<>(
            "detectMutations",
            "true",
            "",
            "true or false",
            "false: only setAttribute and removeAttribute count, what is changed inside an attribute is not found",
            OptionParsers::bool,
            String::valueOf);
    static final Option<String> SERIALIZER = new Option<>(
            "serializer",
            "kryo",
            "",
            "kryo or java",
            "how attributes are encoded; kryo is smaller and faster, and leaves to Java serialisation what only that is certain to carry",
            OptionParsers::serializer,
            Function.identity());
    static final Option<Optional<String>> SERIAL_FILTER = optional(
            "serialFilter",
            "a safe default",
            "a pattern as in java.io.ObjectInputFilter.Config.createFilter, such as com.acme.**;!org.example.Bad",
            "which classes attributes may have; stands before the default, so that it may refuse more, or allow what the default refuses",
            OptionParsers::serialFilter);
    static final Option<Duration> STORE_TIMEOUT = duration(
            "storeTimeout",
            "3s",
            "",
            "after which the store counts as unreachable for a request, which is then answered with 503");
    static final Option<Duration> TOUCH_INTERVAL = duration(
            "touchInterval",
            "60s",
            "a tenth of the session timeout, at most 60s",
            "how stale a stored last access may be, at most; never more than a tenth of the session timeout");
    static final Option<Duration> REAP_INTERVAL =
            duration("reapInterval", "10s", "", "how often due sessions are ended");
    static final Option<Optional<Duration>> NEW_SESSION_TIMEOUT = new Option<>(
            "newSessionTimeout",
            "",
            "none",
            DURATIONS,
            "the timeout of a session that only the request which made it has used, so that robots' sessions go soon; a second request lifts it",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(OptionParsers.duration(text)),
            value -> value.map(OptionParsers::print).orElse(""));
    static final Option<Locking> LOCKING = new Option<>(
            "locking",
            "none",
            "",
            "none or session",
            "session: requests that use one session run one at a time, in the whole cluster",
            OptionParsers::locking,
            OptionParsers::print);
    static final Option<Duration> LOCK_TIMEOUT = duration(
            "lockTimeout",
            "30s",
            "",
            "how long a request waits for its turn with locking=session, before it is answered with 503");
    static final Option<Optional<Integer>> MAX_SESSION_BYTES = limit(
            "maxSessionBytes",
            "how many bytes the encoded attributes of a session may have in all; a change that makes it larger is refused");
    static final Option<Optional<Integer>> MAX_ATTRIBUTE_BYTES =
            limit("maxAttributeBytes", "how many bytes an encoded attribute may have; a larger one is refused");
    static final Option<Optional<Integer>> MAX_CLUSTER_SESSIONS = limit(
            "maxClusterSessions",
            "how many sessions the application may have in the cluster, by a count taken every reapInterval; with more, none is created");
    static final Option<Optional<Integer>> MAX_SESSIONS_PER_USER =
            limit("maxSessionsPerUser", "how many sessions a user may be logged in to, in the whole cluster");
    static final Option<UserLimitPolicy> USER_LIMIT_POLICY = new Option<>(
            "userLimitPolicy",
            "end-oldest",
            "",
            "end-oldest or refuse",
            "what a login does that would be one session too many: end the session with the oldest login, or be refused",
            OptionParsers::userLimitPolicy,
            OptionParsers::print);

    // Of the node
    static final Option<List<String>> MEMBERS = new Option<>(
            "members",
            "127.0.0.1",
            "",
            "host[:port],... with an IPv6 address in brackets: 10.0.0.1,node2:5702,[fd00::3]:5701",
            "the members to join; the default binds to loopback alone, so that nobody joins a stranger's cluster by accident",
            OptionParsers::members,
            members -> String.join(",", members));
    static final Option<Optional<String>> BIND = optional(
            "bind",
            "chosen to match members",
            "an IP address or host name of this machine, without a port",
            "the local address of the member",
            OptionParsers::bind);
    static final Option<Integer> PORT =
            integer("port", "5701", "5701, counting up", 1, 65_535, "the member's first port");
    static final Option<String> CLUSTER_NAME = new Option<>(
            "clusterName",
            "roam",
            "",
            "a name of 1 to 200 characters, no control characters",
            "members and clients of another name are refused",
            OptionParsers::name,
            Function.identity());
    static final Option<Optional<String>> HAZELCAST_CONFIG = optional(
            "hazelcastConfig",
            "none",
            "the path of a file whose name ends in .yaml, .yml or .xml",
            "a Hazelcast configuration of the user's own, for discovery, Kubernetes and the rest; Roam adds what it needs",
            OptionParsers::hazelcastConfig);
    static final Option<ClusterMode> CLUSTER_MODE = new Option<>(
            "clusterMode",
            "embedded",
            "",
            "embedded or client",
            "client: an existing cluster, whose members have roam-plugin on their class path",
            OptionParsers::clusterMode,
            OptionParsers::print);
    static final Option<Integer> BACKUP_COUNT =
            integer("backupCount", "1", "", 0, 6, "synchronous copies of every record");
    static final Option<Integer> MIN_MEMBERS = integer(
            "minMembers",
            "1",
            "",
            1,
            1_000,
            "below so many members the store counts as unreachable (a majority is advised from three on)");

    /** In the order in which a user meets them. */
    private static final List<Option<?>> ALL = List.of(
            APPLICATION,
            MEMBERS,
            BIND,
            PORT,
            CLUSTER_NAME,
            HAZELCAST_CONFIG,
            CLUSTER_MODE,
            BACKUP_COUNT,
            MIN_MEMBERS,
            DETECT_MUTATIONS,
            SERIALIZER,
            SERIAL_FILTER,
            STORE_TIMEOUT,
            TOUCH_INTERVAL,
            REAP_INTERVAL,
            NEW_SESSION_TIMEOUT,
            LOCKING,
            LOCK_TIMEOUT,
            MAX_SESSION_BYTES,
            MAX_ATTRIBUTE_BYTES,
            MAX_CLUSTER_SESSIONS,
            MAX_SESSIONS_PER_USER,
            USER_LIMIT_POLICY);

    private static final Map<String, Option<?>> BY_NAME = byName();

    private Options() {}

    /** All options, in the order of the documentation. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** The names of all options, in the same order. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * Refuses names that no option has.
     *
     * @throws OptionException naming the first one, and the option that was probably meant
     */
    static void requireKnown(Set<String> names) {
        for (String name : names) {
            if (!BY_NAME.containsKey(name)) {
                String near = OptionParsers.nearest(name, names());
                throw new OptionException("there is no option " + OptionParsers.printable(name)
                        + (near == null
                                ? "; the options are " + String.join(", ", names())
                                : "; did you mean " + near + "?"));
            }
        }
    }

    /** Those of some texts, by name, that are not the option's default text; in the same order. */
    static Map<String, String> differing(Map<String, String> texts) {
        Map<String, String> differing = new LinkedHashMap<>();
        for (Option<?> option : ALL) {
            String text = texts.get(option.name());
            if (text != null && !text.equals(option.defaultText())) {
                differing.put(option.name(), text);
            }
        }
        return differing;
    }

    private static Map<String, Option<?>> byName() {
        Map<String, Option<?>> map = new LinkedHashMap<>();
        ALL.forEach(option -> map.put(option.name(), option));
        return Collections.unmodifiableMap(map);
    }

    private static Option<Optional<String>> optional(
            String name, String note, String allowed, String meaning, Option.Parser<String> parser) {
        return new Option<>(
                name,
                "",
                note,
                allowed,
                meaning,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text)),
                value -> value.orElse(""));
    }

    private static Option<Integer> integer(String name, String text, String note, int least, int most, String meaning) {
        String allowed = "a whole number from " + least + " to " + most;
        return new Option<>(
                name,
                text,
                note,
                allowed,
                meaning,
                value -> OptionParsers.integer(value, least, most),
                String::valueOf);
    }

    /** A number of which there may be no more, unless the option is not set. */
    private static Option<Optional<Integer>> limit(String name, String meaning) {
        return new Option<>(
                name,
                "",
                "none",
                "a whole number from 1 to " + MOST,
                meaning,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(OptionParsers.integer(text, 1, MOST)),
                value -> value.map(String::valueOf).orElse(""));
    }

    private static Option<Duration> duration(String name, String text, String note, String meaning) {
        return new Option<>(name, text, note, DURATIONS, meaning, OptionParsers::duration, OptionParsers::print);
    }
}
