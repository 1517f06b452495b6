package dev.roam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    /** An option, how it is read, its default, a text and its value, a text that is refused. */
    record Case(
            String name,
            Function<Map<String, String>, @Nullable Object> read,
            @Nullable Object byDefault,
            String good,
            Object value,
            String bad,
            String complaint) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                application(
                        "application",
                        ApplicationOptions::application,
                        "localhost/shop",
                        "shop",
                        "shop",
                        "",
                        "1 to 200"),
                application(
                        "detectMutations",
                        ApplicationOptions::detectMutations,
                        true,
                        "false",
                        false,
                        "no",
                        "true or false"),
                application(
                        "serializer",
                        ApplicationOptions::serializer,
                        "kryo",
                        "java",
                        "java",
                        "xml",
                        "allowed is kryo or java"),
                application(
                        "serialFilter",
                        ApplicationOptions::serialFilter,
                        null,
                        "!a.B",
                        "!a.B",
                        "maxdepth=x",
                        "ObjectInputFilter"),
                application(
                        "storeTimeout",
                        ApplicationOptions::storeTimeout,
                        Duration.ofSeconds(3),
                        "500ms",
                        Duration.ofMillis(500),
                        "3",
                        "500ms, 3s, 2m or 1h"),
                application(
                        "touchInterval",
                        ApplicationOptions::touchInterval,
                        Duration.ofSeconds(60),
                        "2m",
                        Duration.ofMinutes(2),
                        "0s",
                        "from 10ms to 24h"),
                application(
                        "reapInterval",
                        ApplicationOptions::reapInterval,
                        Duration.ofSeconds(10),
                        "1h",
                        Duration.ofHours(1),
                        "25h",
                        "from 10ms to 24h"),
                application(
                        "newSessionTimeout",
                        ApplicationOptions::newSessionTimeout,
                        null,
                        "30s",
                        Duration.ofSeconds(30),
                        "-1",
                        "500ms, 3s, 2m or 1h"),
                application(
                        "locking",
                        ApplicationOptions::locking,
                        Locking.NONE,
                        "session",
                        Locking.SESSION,
                        "SESSION",
                        "none or session"),
                application(
                        "lockTimeout",
                        ApplicationOptions::lockTimeout,
                        Duration.ofSeconds(30),
                        "5s",
                        Duration.ofSeconds(5),
                        "5",
                        "500ms, 3s, 2m or 1h"),
                application(
                        "maxSessionBytes",
                        options -> options.limits().sessionBytes(),
                        null,
                        "100000",
                        100_000,
                        "100K",
                        "a whole number from 1"),
                application(
                        "maxAttributeBytes",
                        options -> options.limits().attributeBytes(),
                        null,
                        "10000",
                        10_000,
                        "0",
                        "a whole number from 1"),
                application(
                        "maxClusterSessions",
                        options -> options.limits().clusterSessions(),
                        null,
                        "5",
                        5,
                        "many",
                        "a whole number from 1"),
                application(
                        "maxSessionsPerUser",
                        options -> options.limits().userSessions(),
                        null,
                        "1",
                        1,
                        "0",
                        "a whole number from 1"),
                application(
                        "userLimitPolicy",
                        options -> options.limits().userLimitPolicy(),
                        UserLimitPolicy.END_OLDEST,
                        "refuse",
                        UserLimitPolicy.REFUSE,
                        "reject",
                        "end-oldest or refuse"),
                node(
                        "members",
                        NodeOptions::members,
                        List.of("127.0.0.1"),
                        "a,b:1",
                        List.of("a", "b:1"),
                        "a,,b",
                        "host[:port]"),
                node(
                        "bind",
                        NodeOptions::bind,
                        null,
                        "10.0.0.1",
                        "10.0.0.1",
                        "10.0.0.1:80",
                        "an IP address or host name"),
                node("port", NodeOptions::port, 5701, "6000", 6000, "65536", "from 1 to 65535"),
                node("clusterName", NodeOptions::clusterName, "roam", "shop", "shop", "", "1 to 200"),
                node(
                        "hazelcastConfig",
                        NodeOptions::hazelcastConfig,
                        null,
                        "conf/hz.yaml",
                        "conf/hz.yaml",
                        "hz.conf",
                        ".yaml, .yml or .xml"),
                node(
                        "clusterMode",
                        NodeOptions::clusterMode,
                        ClusterMode.EMBEDDED,
                        "client",
                        ClusterMode.CLIENT,
                        "CLIENT",
                        "embedded or client"),
                node("backupCount", NodeOptions::backupCount, 1, "6", 6, "7", "from 0 to 6"),
                node("minMembers", NodeOptions::minMembers, 1, "2", 2, "0", "from 1"));
    }

    private static Case application(
            String name,
            Function<ApplicationOptions, @Nullable Object> get,
            @Nullable Object byDefault,
            String good,
            Object value,
            String bad,
            String complaint) {
        return new Case(
                name,
                texts -> get.apply(ApplicationOptions.parse(texts, "localhost/shop")),
                byDefault,
                good,
                value,
                bad,
                complaint);
    }

    private static Case node(
            String name,
            Function<NodeOptions, @Nullable Object> get,
            @Nullable Object byDefault,
            String good,
            Object value,
            String bad,
            String complaint) {
        return new Case(name, texts -> get.apply(NodeOptions.parse(texts)), byDefault, good, value, bad, complaint);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_option_has_its_default_if_it_is_not_set(Case option) {
        assertThat(option.read.apply(Map.of())).isEqualTo(option.byDefault);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_value_is_read_whatever_white_space_is_around_it(Case option) {
        assertThat(option.read.apply(Map.of(option.name, " " + option.good + "\n")))
                .isEqualTo(option.value);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_wrong_value_is_refused_with_name_value_and_what_is_allowed(Case option) {
        assertThatThrownBy(() -> option.read.apply(Map.of(option.name, option.bad)))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("option " + option.name + " cannot be '" + option.bad + "'")
                .hasMessageContaining(": allowed is ")
                .hasMessageContaining(option.complaint);
    }

    @Test
    void there_is_a_case_here_for_every_option_and_each_has_a_meaning() {
        assertThat(cases()).extracting(Case::name).containsExactlyInAnyOrderElementsOf(Options.names());
        assertThat(Options.all()).allSatisfy(option -> {
            assertThat(option.meaning()).isNotBlank().doesNotEndWith(".");
            assertThat(option.allowed()).isNotBlank();
            assertThat(option.defaultNote()).isNotBlank();
        });
    }

    @Test
    void the_default_text_of_every_option_but_the_applications_name_is_a_value_of_it() {
        for (Option<?> option : Options.all()) {
            if (option != Options.APPLICATION) {
                assertThat(printed(option)).as(option.name()).isEqualTo(option.defaultText());
            }
        }
    }

    private static <T> String printed(Option<T> option) {
        return option.print(option.read(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "backupcount, backupCount",
        "member, members",
        "storeTimeOut, storeTimeout",
        "sessionFilter, serialFilter"
    })
    void an_unknown_option_is_refused_with_the_nearest_name(String wrong, String meant) {
        assertThatThrownBy(() -> NodeOptions.parse(Map.of(wrong, "1")))
                .isInstanceOf(OptionException.class)
                .hasMessage("there is no option " + wrong + "; did you mean " + meant + "?");
        assertThatThrownBy(() -> ApplicationOptions.parse(Map.of(wrong, "1"), "a"))
                .isInstanceOf(OptionException.class);
    }

    @Test
    void an_unknown_option_like_none_is_refused_with_all_names() {
        assertThatThrownBy(() -> NodeOptions.parse(Map.of("colour", "red")))
                .isInstanceOf(OptionException.class)
                .hasMessage("there is no option colour; the options are " + String.join(", ", Options.names()));
    }

    @Test
    void an_unknown_serializer_is_refused_with_the_names_of_those_that_there_are() {
        assertThatThrownBy(() -> ApplicationOptions.parse(Map.of("serializer", "fury"), "a"))
                .hasMessage("option serializer cannot be 'fury': allowed is kryo or java");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1:5702, node-2.example.org",
                "roam_node_1:1",
                "[::1]",
                "[fd00::3]:65535",
                "[fe80::1%eth0]:5701",
                "[::ffff:10.0.0.1]"
            })
    void members_may_be(String members) {
        assertThat(NodeOptions.parse(Map.of("members", members)).members()).isEqualTo(List.of(members.split(", ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "a:",
                "a:0",
                "a:x",
                "a:65536",
                "a b",
                "::1",
                "[::1",
                "[::1]5701",
                "[::g]",
                "[1.2.3.4]",
                "[]",
                "300.0.0.1",
                "1.2.3",
                "1.2.3.4.",
                "http://a",
                "a/b",
                "-a",
                "a..b",
                "[::1]:"
            })
    void members_may_not_be(String members) {
        assertThatThrownBy(() -> NodeOptions.parse(Map.of("members", members)))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("option members cannot be '" + members + "'");
    }

    @Test
    void the_members_complaint_names_the_entry() {
        assertThatThrownBy(() -> NodeOptions.parse(Map.of("members", "a,fd00::1")))
                .hasMessageContaining("('fd00::1': put an IPv6 address in brackets)");
        assertThatThrownBy(() -> NodeOptions.parse(Map.of("members", "a,b:99999")))
                .hasMessageContaining("('b:99999': a port is a whole number from 1 to 65535)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "localhost", "0.0.0.0"})
    void bind_may_be(String bind) {
        assertThat(NodeOptions.parse(Map.of("bind", bind)).bind()).isEqualTo(bind);
    }

    @Test
    void a_name_has_at_most_200_characters_and_no_control_characters() {
        assertThat(ApplicationOptions.parse(Map.of("application", "x".repeat(200)), "a")
                        .application())
                .hasSize(200);
        for (String bad : List.of("x".repeat(201), "a\tb", "a\u0085b", "  ")) {
            assertThatThrownBy(() -> ApplicationOptions.parse(Map.of("application", bad), "a"))
                    .isInstanceOf(OptionException.class);
        }
        OptionException e = catchThrowableOfType(
                OptionException.class, () -> ApplicationOptions.parse(Map.of("application", "a\nb"), "a"));
        assertThat(e).hasMessageStartingWith("option application cannot be 'a?b'");
    }

    @Test
    void each_level_reads_its_own_options_out_of_one_configuration() {
        Map<String, String> texts = Map.of("port", "6000", "storeTimeout", "5s", "application", "shop");

        assertThat(NodeOptions.parse(texts).differing()).containsExactly(Map.entry("port", "6000"));
        ApplicationOptions options = ApplicationOptions.parse(texts, "a");
        assertThat(options.application()).isEqualTo("shop");
        assertThat(options.differing()).containsExactly(Map.entry("storeTimeout", "5s"));
    }

    @Test
    void only_what_differs_from_the_default_is_listed_in_the_order_of_the_table() {
        assertThat(NodeOptions.parse(Map.of("port", "5701", "members", "127.0.0.1"))
                        .differing())
                .isEmpty();
        assertThat(ApplicationOptions.parse(Map.of("touchInterval", "1m"), "a").differing())
                .isEmpty();

        Map<String, String> texts = new HashMap<>();
        cases().forEach(option -> texts.put(option.name(), option.good()));
        List<String> listed =
                new ArrayList<>(NodeOptions.parse(texts).differing().keySet());
        listed.addAll(ApplicationOptions.parse(texts, "a").differing().keySet());
        List<String> expected = new ArrayList<>(Options.names());
        expected.remove("application");
        assertThat(listed).containsExactlyElementsOf(expected);
    }

    @Test
    void the_first_difference_names_option_and_both_values() {
        NodeOptions running = NodeOptions.parse(Map.of());

        assertThat(running.firstDifference(NodeOptions.parse(Map.of("port", "5701"))))
                .isNull();
        assertThat(running.firstDifference(NodeOptions.parse(Map.of("backupCount", "2", "minMembers", "2"))))
                .isEqualTo("backupCount is '1', not '2'");
        assertThat(running.firstDifference(NodeOptions.parse(Map.of("bind", "10.0.0.1"))))
                .isEqualTo("bind is '', not '10.0.0.1'");
    }

    @ParameterizedTest
    @CsvSource({"1500ms, 1500ms", "2000ms, 2s", "60s, 60s", "90s, 90s", "120s, 2m", "60m, 1h", "24h, 24h", "10ms, 10ms"
    })
    void durations_are_printed_as_they_may_be_written(String written, String printed) {
        assertThat(OptionParsers.print(OptionParsers.duration(written))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "3 s", "-3s", "3S", "1.5s", "9999999999s", "9ms", "PT3S", "٣s"})
    void durations_may_not_be(String text) {
        assertThatThrownBy(() -> OptionParsers.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
